"""The support agent of scenarios/support-agent in NumPy, as a person who knows it would write it: one array a draw.

Prints the processor seconds of 20,000 requests, the mean and the 95th percentile of their cost. The inputs come as JSON on
standard input: token counts of the questions and of each fixed prompt, and prices per million tokens.
"""

import json
import sys
import time

import numpy as np

given = json.load(sys.stdin)
runs = given["runs"]
questions = np.array(given["questions"], dtype=float)
fixed = given["fixed"]
prices = given["prices"]


def lognormal(rng, low, high, size):
    """A 90 % interval."""
    mu = (np.log(low) + np.log(high)) / 2
    return np.exp(rng.normal(mu, (np.log(high) - np.log(low)) / (2 * 1.6448536269514722), size))


def attempts(rng, most, fails, size):
    """How many attempts a run takes, and whether all of them fail."""
    failed = rng.random((most, size)) < fails
    first = np.where(failed.all(axis=0), most, np.argmin(failed, axis=0) + 1)
    return first, failed.all(axis=0)


def usd(model, tokens_in, tokens_out):
    return (tokens_in * prices[model]["input"] + tokens_out * prices[model]["output"]) / 1e6


def play(seed):
    rng = np.random.default_rng(seed)
    question = rng.choice(questions, runs)
    cost = np.zeros(runs)
    ms = np.zeros(runs)

    def call(model, prompt, output, ran, invalid=0.0):
        tries, failed = attempts(rng, 3, 0.008 + 0.992 * invalid, runs)
        billed = np.maximum(1, np.round(tries * 0.992)) * ~failed
        ttft = given["ttft"][model]
        time_ms = ttft[0] + rng.lognormal(ttft[1], ttft[2], runs) + output / given["speed"][model] * 1000
        return np.where(ran, billed * usd(model, prompt, output), 0), np.where(ran, tries * time_ms + 500 * (2.0 ** (tries - 1) - 1), 0)

    everyone = np.ones(runs, dtype=bool)
    outcome = rng.random(runs)
    person, complex_ = outcome < 0.07, (outcome >= 0.07) & (outcome < 0.35)
    triage_usd, triage_ms = call("triage", fixed["triage"] + question, np.minimum(80, lognormal(rng, 25, 45, runs)), everyone)
    articles = lognormal(rng, 1800, 3500, runs)
    items = np.maximum(0, np.round(lognormal(rng, 1, 4, runs))).astype(int)
    most = items.max()
    each = np.exp(rng.normal(np.log(220), np.log(900 / 220) / 1.6448536269514722, (most, runs)))
    records = np.where(complex_, np.where(np.arange(most)[:, None] < items, each, 0).sum(axis=0), 0)
    answered = ~person
    answer = np.minimum(1024, np.exp(rng.normal(np.log(280), np.log(750 / 280) / 1.6448536269514722, runs)))
    answer_usd, answer_ms = call("answer", fixed["answer"] + articles + records + question, answer, answered, 0.02)
    check_usd, check_ms = call("check", fixed["check"] + articles + question + answer, np.minimum(100, lognormal(rng, 12, 60, runs)), answered)
    failing = rng.random(runs) < 0.04
    work = lognormal(rng, 3, 9, runs)
    review = (person | (answered & failing)) * work * 38 / 60
    cost += triage_usd + 0.0004 + np.where(complex_, items * 0.00005, 0) + answer_usd + check_usd + review + 0.00002
    ms += triage_ms + answer_ms + check_ms
    return cost, ms


def percentiles(values):
    return [float(values.mean()), *(float(p) for p in np.percentile(values, [50, 95, 99]))]


for seed in range(3):
    play(seed)
start = time.process_time()
for seed in range(5):
    cost, ms = play(seed)
    summary = {"cost": percentiles(cost), "latency": percentiles(ms)}
json.dump({"seconds": (time.process_time() - start) / 5, **summary}, sys.stdout)
