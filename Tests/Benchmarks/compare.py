#!/usr/bin/env python3
"""What has become faster or slower: two files with the results of `ProgramBenchmarks` (one JSON object a line).

    Tests/Benchmarks/compare.py BEFORE AFTER

Of several runs of a workload the median counts. Exit status 1 when something does less than 0.9 of what it did, or takes
more than 1.1 of the processor's time."""
import collections
import json
import statistics
import sys


def medians(name):
    runs = collections.defaultdict(lambda: collections.defaultdict(list))
    with open(name) as lines:
        for line in lines:
            result = json.loads(line)
            for key in ("per_second", "cpu_ms_each", "p99_ms", "peak_mb"):
                runs[result["workload"]][key].append(result[key])
    return {
        workload: {key: statistics.median(values) for key, values in results.items()}
        for workload, results in runs.items()
    }


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    before, after = medians(sys.argv[1]), medians(sys.argv[2])
    worse = False
    print(f"{'workload':36} {'a second':>10} {'was':>10} {'ratio':>6} {'CPU ms':>8} {'ratio':>6} {'99 % ms':>8} {'MB':>6}")
    for workload, new in after.items():
        old = before.get(workload)
        if old is None:
            print(f"{workload:36} {new['per_second']:10.0f} {'new':>10}")
            continue
        speed = new["per_second"] / old["per_second"]
        cost = new["cpu_ms_each"] / old["cpu_ms_each"] if old["cpu_ms_each"] else 1
        worse = worse or speed < 0.9 or cost > 1.1
        print(
            f"{workload:36} {new['per_second']:10.0f} {old['per_second']:10.0f} {speed:6.2f} "
            f"{new['cpu_ms_each']:8.4f} {cost:6.2f} {new['p99_ms']:8.2f} {new['peak_mb']:6.0f}")
    for workload in before.keys() - after.keys():
        print(f"{workload:36} {'not measured':>10}")
    sys.exit(1 if worse else 0)


main()
