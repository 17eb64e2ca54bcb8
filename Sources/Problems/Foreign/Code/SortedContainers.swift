/// LeetCode's judge has the library sortedcontainers, and most prompts of LeetCodeDataset import it; the
/// sandbox has Python's own library alone. What solutions use of it has counterparts here, slower in
/// theory (a list and bisection) and as fast for what these tests ask.
enum SortedContainers {
  /// Python; makes the module importable, unless there is one.
  static let source = """
    def _assay_sortedcontainers():
        import bisect
        import sys
        import types

        class SortedList:
            def __init__(self, values=(), key=None):
                self._key = key
                self._values = sorted(values, key=key)

            def _find(self, value, right):
                side = bisect.bisect_right if right else bisect.bisect_left
                if self._key is None:
                    return side(self._values, value)
                return side(self._values, self._key(value), key=self._key)

            def bisect_left(self, value):
                return self._find(value, False)

            def bisect_right(self, value):
                return self._find(value, True)

            bisect = bisect_right

            def add(self, value):
                self._values.insert(self._find(value, True), value)

            def update(self, values):
                self._values = sorted(self._values + list(values), key=self._key)

            def index(self, value):
                place = self._find(value, False)
                while place < len(self._values):
                    if self._values[place] == value:
                        return place
                    if self._key is None or self._key(self._values[place]) != self._key(value):
                        break
                    place += 1
                raise ValueError(f"{value!r} is not in list")

            def remove(self, value):
                del self._values[self.index(value)]

            def discard(self, value):
                if value in self:
                    self.remove(value)

            def count(self, value):
                return sum(1 for other in self.irange(value, value) if other == value)

            def irange(self, minimum=None, maximum=None, inclusive=(True, True), reverse=False):
                low = 0 if minimum is None else self._find(minimum, not inclusive[0])
                high = len(self._values) if maximum is None else self._find(maximum, inclusive[1])
                part = self._values[low:high]
                return iter(part[::-1] if reverse else part)

            def islice(self, start=None, stop=None, reverse=False):
                part = self._values[start:stop]
                return iter(part[::-1] if reverse else part)

            def pop(self, index=-1):
                return self._values.pop(index)

            def clear(self):
                self._values.clear()

            def copy(self):
                return type(self)(self._values, self._key)

            def __contains__(self, value):
                try:
                    self.index(value)
                    return True
                except ValueError:
                    return False

            def __getitem__(self, index):
                return self._values[index]

            def __delitem__(self, index):
                del self._values[index]

            def __len__(self):
                return len(self._values)

            def __iter__(self):
                return iter(self._values)

            def __reversed__(self):
                return reversed(self._values)

            def __eq__(self, other):
                return self._values == list(other)

            def __add__(self, other):
                return type(self)(self._values + list(other), self._key)

            def __repr__(self):
                return f"{type(self).__name__}({self._values!r})"

        class SortedSet(SortedList):
            def __init__(self, values=(), key=None):
                super().__init__(set(values), key)

            def add(self, value):
                if value not in self:
                    super().add(value)

            def update(self, values):
                for value in values:
                    self.add(value)

        class SortedDict(dict):
            def __init__(self, *arguments, **named):
                super().__init__()
                self._keys = SortedList()
                self.update(*arguments, **named)

            def __setitem__(self, key, value):
                if key not in self:
                    self._keys.add(key)
                super().__setitem__(key, value)

            def __delitem__(self, key):
                super().__delitem__(key)
                self._keys.remove(key)

            def update(self, *arguments, **named):
                for key, value in dict(*arguments, **named).items():
                    self[key] = value

            def setdefault(self, key, default=None):
                if key not in self:
                    self[key] = default
                return self[key]

            def pop(self, key, *default):
                if key in self:
                    self._keys.remove(key)
                return super().pop(key, *default)

            def popitem(self, index=-1):
                key = self._keys.pop(index)
                return key, super().pop(key)

            def peekitem(self, index=-1):
                return self._keys[index], self[self._keys[index]]

            def clear(self):
                super().clear()
                self._keys.clear()

            def keys(self):
                return self._keys.copy()

            def values(self):
                return [self[key] for key in self._keys]

            def items(self):
                return [(key, self[key]) for key in self._keys]

            def bisect_left(self, key):
                return self._keys.bisect_left(key)

            def bisect_right(self, key):
                return self._keys.bisect_right(key)

            bisect = bisect_right

            def irange(self, *arguments, **named):
                return self._keys.irange(*arguments, **named)

            def __iter__(self):
                return iter(self._keys)

            def __reversed__(self):
                return reversed(self._keys)

        module = types.ModuleType("sortedcontainers")
        module.SortedList = module.SortedKeyList = SortedList
        module.SortedSet = SortedSet
        module.SortedDict = SortedDict
        sys.modules.setdefault("sortedcontainers", module)


    _assay_sortedcontainers()

    """
}
