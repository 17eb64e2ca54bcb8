"use strict";
const lines = require("fs").readFileSync(0, "utf8").split("\n");
const totals = new Map();
for (const line of lines) {
  if (line.trim() === "") continue;
  const [name, amount] = line.trim().split(/\s+/);
  const total = totals.get(name) ?? { receipts: 0, cents: 0 };
  total.receipts += 1;
  total.cents += Number(amount.replace(".", ""));
  totals.set(name, total);
}
const rows = [...totals].map(([name, { receipts, cents }]) => {
  const rest = String(cents % 100).padStart(2, "0");
  return `${name} ${receipts} ${Math.floor(cents / 100)}.${rest}`;
});
console.log(rows.join("\n"));
