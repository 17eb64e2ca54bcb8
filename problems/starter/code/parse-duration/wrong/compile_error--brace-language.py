function parse_duration(text) {
  const seconds = { d: 86400, h: 3600, m: 60, s: 1 };
  let total = 0;
  for (const [, n, u] of text.matchAll(/(\d+)([dhms])/g)) total += n * seconds[u];
  return total;
}
