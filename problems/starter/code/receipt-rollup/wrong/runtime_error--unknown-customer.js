const lines = require("fs").readFileSync(0, "utf8").trim().split("\n");
const totals = new Map();
for (const line of lines) {
  const [name, amount] = line.split(" ");
  totals.get(name).push(Number(amount));
}
console.log(totals.size);
