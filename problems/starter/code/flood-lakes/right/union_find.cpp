#include <algorithm>
#include <cstdio>
#include <numeric>
#include <vector>

static std::vector<int> parent;

static int root(int field) {
  while (parent[field] != field) field = parent[field] = parent[parent[field]];
  return field;
}

int main() {
  int rows, columns;
  if (std::scanf("%d %d", &rows, &columns) != 2) return 1;
  std::vector<char> water(rows * columns);
  for (auto& field : water) {
    char symbol;
    if (std::scanf(" %c", &symbol) != 1) return 1;
    field = symbol == '.';
  }
  const int sea = rows * columns;  // one more element, joined with all border water
  parent.resize(sea + 1);
  std::iota(parent.begin(), parent.end(), 0);
  for (int i = 0; i < sea; ++i) {
    if (!water[i]) continue;
    const int r = i / columns, c = i % columns;
    if (r == 0 || c == 0 || r == rows - 1 || c == columns - 1) parent[root(i)] = root(sea);
    if (c + 1 < columns && water[i + 1]) parent[root(i)] = root(i + 1);
    if (r + 1 < rows && water[i + columns]) parent[root(i)] = root(i + columns);
  }
  std::vector<int> size(sea + 1, 0);
  for (int i = 0; i < sea; ++i)
    if (water[i] && root(i) != root(sea)) ++size[root(i)];
  const auto lakes = sea + 1 - std::count(size.begin(), size.end(), 0);
  std::printf("%d %d\n", static_cast<int>(lakes), *std::max_element(size.begin(), size.end()));
}
