#include "server/signals.h"

#include <initializer_list>

#include <unistd.h>

namespace platen::server {

Signals::Signals() {
  ::sigemptyset(&taken_);
  for (const int number : {SIGTERM, SIGINT, SIGHUP})
    ::sigaddset(&taken_, number);
  ::pthread_sigmask(SIG_BLOCK, &taken_, &before_);
}

Signals::~Signals() {
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

int Signals::wait() const {
  int number = 0;
  while (::sigwait(&taken_, &number) != 0) {
  }
  return number;
}

void Signals::raise_stop() const {
  ::kill(::getpid(), SIGTERM);
}

} // namespace platen::server
