const readline = require("node:readline");

async function main() {
  const counts = Object.create(null);
  const sums = Object.create(null);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const match = /^\s*(\S+)\s+(\d+)\.(\d\d)\s*$/.exec(line);
    if (!match) continue;
    const [, name, euros, cents] = match;
    counts[name] = (counts[name] || 0) + 1;
    sums[name] = (sums[name] || 0) + 100 * Number(euros) + Number(cents);
  }
  for (const name of Object.keys(counts).sort()) {
    process.stdout.write(`${name} ${counts[name]} ${(sums[name] / 100).toFixed(2)}\n`);
  }
}

main();
