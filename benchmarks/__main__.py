"""`python -m benchmarks`: all of them, one after the other; `python -m benchmarks.one_scan` for one alone."""

from benchmarks import (
    clicks,
    first_visit,
    flat,
    load,
    one_scan,
    publish_at_scale,
    publish_history,
    spark_scale,
)

one_scan.main()
publish_history.main()
publish_at_scale.main()
clicks.main()
first_visit.main()
flat.main()
load.few()
spark_scale.main()
