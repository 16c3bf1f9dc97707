#include "base/file.h"
#include "client/login.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

namespace platen::client {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr int got_the_password = 7;

// As a shell starts a program, whatever this one was started by; and it leaves no core behind.
void become_ordinary() {
  sigset_t none{};
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
  for (const int number : {SIGINT, SIGQUIT, SIGTERM, SIGHUP})
    std::signal(number, SIG_DFL);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
}

// A process that asks for a password at a terminal of its own, and the person who sits there.
class Prompt {
public:
  Prompt() {
    int master = -1, slave = -1;
    EXPECT_EQ(::openpty(&master, &slave, nullptr, nullptr, nullptr), 0);
    master_.reset(master);
    slave_.reset(slave); // so that the terminal outlives the process
    pid_ = ::fork();
    if (pid_ != 0) return;
    ::login_tty(slave);
    become_ordinary();
    ::unsetenv("PLATEN_PASSWORD_FILE");
    ServerAddress address;
    address.user = "ada";
    const auto login = find_login(address);
    ::_exit(login && login->password == "a secret" ? got_the_password : 1);
  }
  ~Prompt() {
    if (pid_ > 0 && status_ < 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
  }
  Prompt(const Prompt&) = delete;
  Prompt& operator=(const Prompt&) = delete;

  void type(const std::string& text) const {
    EXPECT_TRUE(write_all(master_.get(), as_bytes(text)));
  }
  // All that was shown so far, once it ends like this.
  std::string shown_until(const std::string& end) {
    while (!shown_.ends_with(end)) {
      std::array<char, 256> block{};
      pollfd entry{master_.get(), POLLIN, 0};
      if (::poll(&entry, 1, 60'000) != 1) break;
      const ssize_t got = ::read(master_.get(), block.data(), block.size());
      if (got <= 0) break;
      shown_.append(block.data(), static_cast<std::size_t>(got));
    }
    EXPECT_THAT(shown_, EndsWith(end));
    return shown_;
  }
  bool echoes() const {
    termios now{};
    EXPECT_EQ(::tcgetattr(slave_.get(), &now), 0);
    return (now.c_lflag & ECHO) != 0;
  }
  void send(int number) const { ::kill(pid_, number); }
  // What waitpid() says next of the process.
  int wait() {
    EXPECT_EQ(::waitpid(pid_, &status_, 0), pid_);
    return status_;
  }

private:
  UniqueFd master_, slave_;
  pid_t pid_ = -1;
  int status_ = -1;
  std::string shown_;
};

TEST(Prompt, DoesNotShowThePassword) {
  Prompt prompt;
  prompt.shown_until("Password of ada on localhost:8631: ");
  EXPECT_FALSE(prompt.echoes());
  prompt.type("a secret\n");
  const int status = prompt.wait();
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), got_the_password);
  EXPECT_TRUE(prompt.echoes());
  EXPECT_THAT(prompt.shown_until("\n"), Not(HasSubstr("secret")));
}

TEST(Prompt, LeavesTheTerminalAsItWasWhenItIsBrokenOff) {
  for (const auto& [key, number] : {std::pair{"\x03", SIGINT}, {"\x1c", SIGQUIT}}) {
    Prompt prompt;
    prompt.shown_until(": ");
    prompt.type(std::string("half a sec") + key);
    const int status = prompt.wait();
    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), number);
    EXPECT_TRUE(prompt.echoes());
  }
}

TEST(Prompt, LeavesTheTerminalAsItWasWhenItIsEnded) {
  for (const int number : {SIGTERM, SIGHUP}) {
    Prompt prompt;
    prompt.shown_until(": ");
    prompt.send(number);
    const int status = prompt.wait();
    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), number);
    EXPECT_TRUE(prompt.echoes());
  }
}

} // namespace
} // namespace platen::client
