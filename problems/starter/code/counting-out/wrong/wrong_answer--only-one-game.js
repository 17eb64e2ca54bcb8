const [, n, k] = require("fs").readFileSync(0, "utf8").split(/\s+/).map(Number);
let place = 0;
for (let size = 2; size <= n; size++) place = (place + k) % size;
console.log(place + 1);
