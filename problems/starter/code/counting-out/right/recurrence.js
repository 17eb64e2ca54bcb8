const numbers = require("fs").readFileSync(0, "utf8").split(/\s+/).map(Number);
for (let game = 0; game < numbers[0]; game++) {
  const n = numbers[1 + 2 * game];
  const k = numbers[2 + 2 * game];
  let place = 0;
  for (let size = 2; size <= n; size++) place = (place + k) % size;
  console.log(place + 1);
}
