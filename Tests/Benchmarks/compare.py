#!/usr/bin/env python3
"""What the benchmarks have measured, from the files that they write (one JSON object a line; see `MARTLET_RESULTS`).

    Tests/Benchmarks/compare.py RESULTS        a table; where there is a limit of the machine, it is beside the figure
    Tests/Benchmarks/compare.py BEFORE AFTER   what has become faster or slower

Of several runs of a workload the median counts. Of two files, exit status 1 when something does less than 0.9 of what it did,
or takes more than 1.1 of the processor's time."""
import collections
import json
import statistics
import sys

KEYS = ("per_second", "p50_ms", "p99_ms", "cpu_ms_each", "peak_mb")


def medians(name):
    """The figures of each workload, and what the machine does at most by the name of the limit."""
    runs = collections.defaultdict(lambda: collections.defaultdict(list))
    limits = {}
    with open(name) as lines:
        for line in lines:
            result = json.loads(line)
            run = runs[result["workload"]]
            for key in KEYS:
                run[key].append(result.get(key, 0))
            if "limit" in result:
                limits[result["workload"]] = result["limit"]
    figures = {
        workload: {key: statistics.median(values) for key, values in run.items()} for workload, run in runs.items()
    }
    for workload, limit in limits.items():
        figures[workload]["limit"] = limit
    return figures


def table(figures):
    print(
        f"{'workload':44} {'a second':>10} {'limit':>10} {'share':>6} {'CPU ms':>8} {'50 % ms':>8} {'99 % ms':>8} {'MB':>6}")
    for workload, figure in figures.items():
        limit = figures.get(figure.get("limit"))
        most = f"{limit['per_second']:10.0f} {figure['per_second'] / limit['per_second']:6.2f}" if limit else " " * 17
        print(
            f"{workload:44} {figure['per_second']:10.0f} {most} {figure['cpu_ms_each']:8.4f} "
            f"{figure['p50_ms']:8.2f} {figure['p99_ms']:8.2f} {figure['peak_mb']:6.0f}")


def compare(before, after):
    """Whether something has become worse."""
    worse = False
    print(f"{'workload':44} {'a second':>10} {'was':>10} {'ratio':>6} {'CPU ms':>8} {'ratio':>6} {'99 % ms':>8} {'MB':>6}")
    for workload, new in after.items():
        old = before.get(workload)
        if old is None:
            print(f"{workload:44} {new['per_second']:10.0f} {'new':>10}")
            continue
        speed = new["per_second"] / old["per_second"]
        cost = new["cpu_ms_each"] / old["cpu_ms_each"] if old["cpu_ms_each"] else 1
        worse = worse or not workload.startswith("limit: ") and (speed < 0.9 or cost > 1.1)
        print(
            f"{workload:44} {new['per_second']:10.0f} {old['per_second']:10.0f} {speed:6.2f} "
            f"{new['cpu_ms_each']:8.4f} {cost:6.2f} {new['p99_ms']:8.2f} {new['peak_mb']:6.0f}")
    for workload in before.keys() - after.keys():
        print(f"{workload:44} {'not measured':>10}")
    return worse


if len(sys.argv) == 2:
    table(medians(sys.argv[1]))
elif len(sys.argv) == 3:
    sys.exit(1 if compare(medians(sys.argv[1]), medians(sys.argv[2])) else 0)
else:
    sys.exit(__doc__)
