#!/usr/bin/env python3
"""Draws the charts of Documentation/performance.md from the results, and prints its tables.

    Benchmarks/draw_charts.py Benchmarks/results/peers-avx512.json Benchmarks/results/bench-avx512.json --output Documentation/pictures

Writes performance-peers.svg (how many times faster than each peer) and performance-growth.svg (images a second by the number
of images in one call). With --tables it prints the tables in Markdown instead.
"""

import argparse
import json
import math
import os

PEERS = {"numpy": "NumPy", "onnxruntime": "ONNX Runtime", "openvino": "OpenVINO", "torch": "PyTorch", "jax": "JAX"}
# Okabe and Ito's colours, which people who see colours differently can tell apart.
COLOURS = {"numpy": "#0072B2", "onnxruntime": "#D55E00", "openvino": "#009E73", "torch": "#CC79A7", "jax": "#E69F00"}
NETWORKS = {"book": "#D55E00", "mlp": "#0072B2", "cnn-small": "#009E73", "cnn": "#CC79A7"}
FONT = 'font-family="system-ui, sans-serif" font-size="12"'


def text(x, y, words, anchor="start", extra=""):
    words = words.replace("&", "&amp;").replace("<", "&lt;")
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333" {FONT} {extra}>{words}</text>'


def document(width, height, title, parts):
    return "\n".join(
        [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{title}">',
         f'<rect width="{width}" height="{height}" fill="#fff"/>'] + parts + ["</svg>", ""])


def draw_peers(results):
    """A group of bars a row: the peer's seconds over ours."""
    rows = [row for row in results["rows"] if "threads" in row]
    peers = [peer for peer in PEERS if any(peer in row["peers_seconds"] for row in rows)]
    left, top, bar, gap, width = 260, 60, 11, 12, 790
    longest = max(seconds / row["digits_seconds"] for row in rows for seconds in row["peers_seconds"].values())
    decades = math.ceil(math.log10(longest) * 2) / 2

    def place(ratio):
        return left + max(0, math.log10(ratio)) / decades * (width - left - 50)

    parts, y = [], top
    for row in rows:
        count = len(row["peers_seconds"])
        threads = "1 thread" if row["threads"] == 1 else f"{row['threads']} threads"
        parts.append(text(left - 8, y + count * bar / 2 + 4, f"{row['work']}, {threads}", "end"))
        for peer in peers:
            if peer in row["peers_seconds"]:
                ratio = row["peers_seconds"][peer] / row["digits_seconds"]
                parts.append(
                    f'<rect x="{left}" y="{y}" width="{max(1, place(ratio) - left):.1f}" height="{bar - 1}" '
                    f'fill="{COLOURS[peer]}"/>')
                parts.append(text(place(ratio) + 4, y + bar - 1.5, f"{ratio:.2g}", extra='style="font-size:10px"'))
                y += bar
        y += gap
    for ratio in (1, 2, 5, 10, 20, 50, 100):
        if math.log10(ratio) <= decades:
            x = place(ratio)
            parts.insert(0, f'<line x1="{x:.1f}" y1="{top - 6}" x2="{x:.1f}" y2="{y}" stroke="#ddd"/>')
            parts.append(text(x, top - 10, f"{ratio}x", "middle"))
    x = left
    for peer in peers:
        parts.append(f'<rect x="{x}" y="12" width="12" height="12" fill="{COLOURS[peer]}"/>')
        parts.append(text(x + 16, 22, PEERS[peer]))
        x += 34 + 7 * len(PEERS[peer])
    return document(width, y + 8, "How many times faster than each peer", parts)


def growth(documents):
    """Images a second by network, threads and images in a call."""
    found = {}
    for results in documents:
        for result in results["results"]:
            name = result["name"].split("/")
            if name[0] == "predict":
                images = int(name[2].split("-")[1])
                found.setdefault((name[1], result["threads"]), {})[images] = result
    return found


def draw_growth(documents):
    left, top, width, height = 80, 30, 760, 420
    series = growth(documents)
    rates = [result["images_per_second"] for points in series.values() for result in points.values()]
    low, high = math.floor(math.log10(min(rates))), math.ceil(math.log10(max(rates)) * 2) / 2
    parts = []

    def place(images, rate):
        return (left + math.log10(images) / math.log10(6e6) * (width - left - 110),
                height - 50 - (math.log10(rate) - low) / (high - low) * (height - 50 - top))

    for power in range(low, math.floor(high) + 1):
        y = place(1, 10 ** power)[1]
        parts.append(f'<line x1="{left}" y1="{y:.1f}" x2="{width - 110}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(text(left - 8, y + 4, f"{10 ** power:,}", "end"))
    for images in (1, 10, 100, 1_000, 10_000, 60_000, 6_000_000):
        x = place(images, 10 ** low)[0]
        parts.append(f'<line x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{height - 50}" stroke="#eee"/>')
        parts.append(text(x, height - 34, f"{images:,}", "middle"))
    parts.append(text((left + width - 110) / 2, height - 12, "images in one call; 6,000,000 streamed", "middle"))
    parts.append(text(8, 18, "images a second"))
    for (network, threads), points in series.items():
        path = [place(images, result["images_per_second"]) for images, result in sorted(points.items())]
        dash = "" if threads == 1 else ' stroke-dasharray="6 3"'
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in path)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{NETWORKS[network]}" stroke-width="2"{dash}/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{NETWORKS[network]}"/>' for x, y in path]
    for number, network in enumerate(NETWORKS):
        y = top + 20 * number
        parts.append(f'<rect x="{width - 100}" y="{y}" width="12" height="12" fill="{NETWORKS[network]}"/>')
        parts.append(text(width - 84, y + 10, network))
    for number, (label, dash) in enumerate((("1 thread", ""), ("2 threads", ' stroke-dasharray="6 3"'))):
        y = top + 20 * (len(NETWORKS) + number) + 6
        parts.append(f'<line x1="{width - 100}" y1="{y}" x2="{width - 78}" y2="{y}" stroke="#333" stroke-width="2"{dash}/>')
        parts.append(text(width - 72, y + 4, label))
    return document(width, height, "Images a second by the number of images in one call", parts)


def duration(seconds):
    for limit, factor, unit in ((1e-3, 1e6, "us"), (1, 1e3, "ms")):
        if seconds < limit:
            value = seconds * factor
            return f"{value:.2f} {unit}" if value < 10 else f"{value:.1f} {unit}" if value < 100 else f"{value:.0f} {unit}"
    return f"{seconds:.2f} s"


def rate(value):
    """Three significant digits, thousands apart."""
    digits = 2 - math.floor(math.log10(value))
    return f"{round(value, digits):,.{max(0, digits)}f}"


def print_tables(peers, documents):
    rows = [row for row in peers["rows"] if "threads" in row]
    names = [peer for peer in PEERS if any(peer in row["peers_seconds"] for row in rows)]
    print("| seconds an image | threads | swift-digits | " + " | ".join(PEERS[peer] for peer in names)
          + " | times the best peer | aim |\n| --- | --- | --- |" + " --- |" * (len(names) + 2))
    for row in rows:
        cells = [duration(row["peers_seconds"][peer]) if peer in row["peers_seconds"] else "" for peer in names]
        ratio = f"{row['ratio']:.2f}" + (" (ONNX Runtime)" if row["target"] == 15 else "")
        aim = f"{row['target']:g}" if row["target"] else ""
        print(f"| {row['work']} | {row['threads']} | {duration(row['digits_seconds'])} | " + " | ".join(cells)
              + f" | {ratio} | {aim} |")
    print("\n| work | swift-digits | Python | ratio | aim |\n| --- | --- | --- | --- | --- |")
    for row in peers["rows"]:
        if "threads" not in row:
            theirs = next(iter(row["peers_seconds"].values()))
            memory = [
                f", {row[key]['numpy'] if isinstance(row[key], dict) else row[key]:.0f} MiB" if key in row else ""
                for key in ("digits_mebibytes", "peers_mebibytes")]
            aim = f"{row['target']:g}" if row["target"] else ""
            print(f"| {row['work']} | {duration(row['digits_seconds'])}{memory[0]} | {duration(theirs)}{memory[1]} "
                  f"| {row['ratio']:.1f} | {aim} |")
    series = growth(documents)
    sizes = sorted({images for points in series.values() for images in points})
    print("\n| images a second | threads | " + " | ".join(f"{images:,}" for images in sizes) + " |\n| --- | --- |"
          + " --- |" * len(sizes))
    for (network, threads), points in series.items():
        cells = [rate(points[images]["images_per_second"]) if images in points else "" for images in sizes]
        print(f"| {network} | {threads} | " + " | ".join(cells) + " |")
    print("\n| piece | threads | median | half of the quartiles' distance | images a second | share of the peak | memory |"
          "\n| --- | --- | --- | --- | --- | --- | --- |")
    for results in documents:
        for result in results["results"]:
            if result["name"].startswith("predict/"):
                continue
            spread = (result["upper_quartile_seconds"] - result["lower_quartile_seconds"]) / 2 / result["median_seconds"]
            images = rate(result["images_per_second"]) if "images_per_second" in result else ""
            share = f"{100 * result['share_of_peak']:.0f} %" if "share_of_peak" in result else ""
            print(f"| {result['name']} | {result['threads']} | {duration(result['median_seconds'])} | {100 * spread:.1f} % "
                  f"| {images} | {share} | {result['peak_memory_bytes'] / 1e6:.0f} MB |")


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("peers")
parser.add_argument("results", nargs="+")
parser.add_argument("--output", default="Documentation/pictures")
parser.add_argument("--tables", action="store_true")
options = parser.parse_args()
with open(options.peers) as file:
    peers = json.load(file)
documents = []
for path in options.results:
    with open(path) as file:
        documents.append(json.load(file))
if options.tables:
    print_tables(peers, documents)
else:
    for name, picture in (("peers", draw_peers(peers)), ("growth", draw_growth(documents))):
        with open(os.path.join(options.output, f"performance-{name}.svg"), "w") as file:
            file.write(picture)
