#include "no_leak_check.h"
#include "worker/pictures.h"
#include "worker/worker.h"

int main() {
  return platen::worker::run_library(platen::worker::read_picture);
}
