#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

std::vector<std::string> map;

int flood(int y, int x) {
  if (map.at(y).at(x) != '.') return 0;
  map[y][x] = '#';
  return 1 + flood(y + 1, x) + flood(y - 1, x) + flood(y, x + 1) + flood(y, x - 1);
}

int main() {
  int rows, columns, lakes = 0, largest = 0;
  std::cin >> rows >> columns;
  map.resize(rows);
  for (auto& row : map) std::cin >> row;
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c)
      if (int size = flood(r, c)) {
        ++lakes;
        largest = std::max(largest, size);
      }
  std::cout << lakes << ' ' << largest << '\n';
}
