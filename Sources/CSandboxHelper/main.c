// The helper as a program of its own: it stays small, whoever starts it.
#include "CSandbox.h"

int main(int argc, char **argv) { return csandbox_helper_main(argc, argv); }
