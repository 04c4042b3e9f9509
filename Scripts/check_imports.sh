#!/usr/bin/env bash
# Holds every import line of Sources/, Examples/ and Tests/ against the table of ARCHITECTURE.md: who may import whom.
# The table is read from the document, so that the two cannot differ. Exit 1 and a line for each import that breaks it.
set -euo pipefail
cd "$(dirname "$0")/.."

# The platform's C library is allowed everywhere; the whole of Foundation stands in for FoundationEssentials on macOS,
# which the `#if canImport(FoundationEssentials)` around it makes sure of.
awk '
    function trim(text) { gsub(/^[ \t`]+|[ \t`]+$/, "", text); return text }

    # First the document: rows "| target | may import |" between the two marks.
    FNR == NR {
        if (/imports:begin/) inside = 1
        if (/imports:end/) inside = 0
        if (inside && /^\|/ && !/^\| *(target|---)/) {
            split($0, cells, "|")
            target = trim(cells[2])
            known[target] = 1
            count = split(cells[3], modules, ",")
            for (i = 1; i <= count; i++) allowed[target, trim(modules[i])] = 1
        }
        next
    }

    # Then each source file: imports stand at the margin, or one step in within `#if`.
    FNR == 1 {
        split(FILENAME, parts, "/")
        target = parts[2]
        if (!known[target]) {
            printf "%s: target %s is not in the table of ARCHITECTURE.md\n", FILENAME, target
            failures++
        }
        elseOfEssentials = 0
    }
    /^#if canImport\(FoundationEssentials\)/ { essentials = 1 }
    /^#else/ && essentials { elseOfEssentials = 1 }
    /^#endif/ { essentials = 0; elseOfEssentials = 0 }
    /^(    )?((public|package|internal|fileprivate|private) +)?(@[A-Za-z_()]+ +)*((public|package|internal|fileprivate|private) +)?import +/ {
        checked++
        line = $0
        sub(/^.*import +/, "", line)
        sub(/^(struct|class|enum|protocol|typealias|func|let|var) +/, "", line)
        split(line, words, /[ .]/)
        module = words[1]
        if (module ~ /^(Glibc|Musl|Darwin|MachO)$/) next
        if (module == "Foundation" && elseOfEssentials && allowed[target, "FoundationEssentials"]) next
        if (!allowed[target, module]) {
            printf "%s:%d: %s may not import %s\n", FILENAME, FNR, target, module
            failures++
        }
    }
    END {
        if (!checked) { print "no import line was found: the check itself is broken"; exit 1 }
        if (failures) exit 1
        printf "%d import lines hold to the table of ARCHITECTURE.md\n", checked
    }
' ARCHITECTURE.md $(find Sources Examples Tests -name '*.swift' | sort)
