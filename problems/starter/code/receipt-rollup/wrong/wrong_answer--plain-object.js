const lines = require("fs").readFileSync(0, "utf8").trim().split("\n");
const counts = {};
const sums = {};
for (const line of lines) {
  const [name, amount] = line.split(" ");
  counts[name] = (counts[name] || 0) + 1;
  sums[name] = (sums[name] || 0) + Number(amount);
}
for (const name in counts) console.log(name, counts[name], Number(sums[name]).toFixed(2));
