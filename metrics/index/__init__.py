"""The safety index 平安指数: from rolled-up values to scores, ranks with intervals and the quarterly list."""
