const lines = require("fs").readFileSync(0, "utf8").trim().split("\n");
const totals = new Map();
for (const line of lines) {
  const [name, amount] = line.split(" ");
  const [count, sum] = totals.get(name) || [0, 0];
  totals.set(name, [count + 1, sum + amount]);
}
for (const [name, [count, sum]] of totals) console.log(name, count, Number(sum).toFixed(2));
