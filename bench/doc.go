// Command bench measures Tandem against the plainest way of doing the same
// work, side by side in one run, and prints the ratios.
//
//	go run ./bench [-n 1000000] [-rounds 3] [-only bulk,resync] [-out bench.json] [-assert]
//
// It starts private PostgreSQL and MariaDB servers that really reach the disk,
// fills a table there by SQL, and lets each contestant in turn (A B A B) do the
// work into a fresh target, with a checkpoint before. Our side is a child
// process with the real store, the real connector and the real engine, so that
// its processor time and memory are its own. After each contestant the result
// is counted, summed and sampled: a quick wrong answer ends the run.
//
// Wall times on a shared machine say little; ratios taken in the same round say
// more. "others" is the share of the machine that went to processes which are
// not ours: rounds above 15 % are run again, at most -repeat times.
//
// Files: one per leg (leg_*.go) and one per plain way (limit_*.go); what they
// share is named after what it is (source, target, sample, table).
package main
