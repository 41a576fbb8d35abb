package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// ticksPerSecond is the unit of processor time in /proc; the kernel promises it to programs.
const ticksPerSecond = 100

// processor is processor time used so far: by the whole machine, and by us and
// everything we started. All is zero where there is no /proc.
type processor struct {
	capacity time.Duration // what all processors could have done
	busy     time.Duration
	family   time.Duration
}

func readProcessor() processor {
	var p processor
	p.capacity, p.busy = readMachine()
	p.family = readFamily(os.Getpid())
	return p
}

func (p processor) since(earlier processor) processor {
	return processor{p.capacity - earlier.capacity, p.busy - earlier.busy, p.family - earlier.family}
}

// others is the share of the machine, in per cent, that went to processes which are not ours.
func (p processor) others() float64 {
	if p.capacity <= 0 {
		return 0
	}
	return 100 * float64(max(p.busy-p.family, 0)) / float64(p.capacity)
}

// readMachine reads the first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal.
func readMachine() (capacity, busy time.Duration) {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, 0
	}
	line, _, _ := strings.Cut(string(text), "\n")
	for i, field := range strings.Fields(line) {
		const first, idle, wait, last = 1, 4, 5, 8
		if i < first || i > last {
			continue
		}
		t := ticks(field)
		capacity += t
		if i != idle && i != wait {
			busy += t
		}
	}
	return capacity, busy
}

// readFamily adds up a process and all that descend from it. What an ended
// child used has moved to the parent that waited for it, so nothing is lost.
func readFamily(root int) time.Duration {
	type process struct{ used, parent int }
	all := map[int]process{}
	files, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is well formed
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it has just ended
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		// The name in brackets may hold anything; what follows it is numbers.
		fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		const parent, user, childrenSystem = 1, 11, 14
		if len(fields) <= childrenSystem {
			continue
		}
		p := process{parent: number(fields[parent])}
		for _, f := range fields[user : childrenSystem+1] {
			p.used += number(f)
		}
		all[pid] = p
	}
	total := 0
	for pid := range all {
		for at := pid; at > 0; at = all[at].parent {
			if at == root {
				total += all[pid].used
				break
			}
		}
	}
	return time.Duration(total) * time.Second / ticksPerSecond
}

func ticks(text string) time.Duration {
	return time.Duration(number(text)) * time.Second / ticksPerSecond
}

func number(text string) int {
	n, _ := strconv.Atoi(text) // the kernel writes numbers
	return n
}

// peakMemory is the largest resident size this process has had, in bytes. The
// figure wait4 gives is of no use: it starts at the parent's.
func peakMemory() int64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return int64(number(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")))) << 10
		}
	}
	return 0
}
