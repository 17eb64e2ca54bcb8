const fs = require("fs");
let text = "";
while (!text.includes("\n\n\n")) {
  text = fs.readFileSync(0, "utf8") + text;
}
console.log(text.length);
