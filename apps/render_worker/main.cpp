#include "no_leak_check.h"
#include "worker/worker.h"

int main() {
  return platen::worker::run_first();
}
