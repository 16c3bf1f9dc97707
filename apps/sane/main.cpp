#include "scan/sane/program.h"

int main() {
  return platen::scan::sane::run_program();
}
