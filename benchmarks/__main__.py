"""`python -m benchmarks`: all of them, one after the other; `python -m benchmarks.one_scan` for one alone."""

from benchmarks import clicks, one_scan, publish_history, spark_scale

one_scan.main()
publish_history.main()
clicks.main()
spark_scale.main()
