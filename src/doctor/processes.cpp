#include "doctor/processes.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

namespace platen::doctor {

namespace {

namespace fs = std::filesystem;

std::optional<int> number(std::string_view text, int base = 10) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Calls `each` with the target of every open file of every process, until it returns false.
void each_open_file(const fs::path& proc,
                    const std::function<bool(int pid, const fs::path&)>& each) {
  std::error_code error;
  for (fs::directory_iterator entry(proc, error), end; !error && entry != end;
       entry.increment(error)) {
    const auto pid = number(entry->path().filename().string());
    if (!pid) continue;
    std::error_code denied;
    for (fs::directory_iterator file(entry->path() / "fd", denied); !denied && file != end;
         file.increment(denied)) {
      std::error_code gone;
      const fs::path target = fs::read_symlink(file->path(), gone);
      if (!gone && !each(*pid, target)) return;
    }
  }
}

// The inodes of sockets that listen at `port` (proc(5), "/proc/net/tcp": state 0A).
void add_listening(const fs::path& table, int port, std::set<std::string>& inodes) {
  std::ifstream lines(table);
  std::string line;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string slot, local, remote, state, queues, timer, retransmits, user, timeout, inode;
    words >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> user >>
        timeout >> inode;
    const std::size_t colon = local.rfind(':');
    if (state == "0A" && colon != local.npos &&
        number(std::string_view(local).substr(colon + 1), 16) == port)
      inodes.insert("socket:[" + inode + "]");
  }
}

} // namespace

std::optional<Process> process_of(int pid, const fs::path& proc) {
  std::ifstream file(proc / std::to_string(pid) / "comm");
  std::string name;
  if (!std::getline(file, name)) return std::nullopt;
  return Process{pid, name};
}

std::optional<Process> holder_of_port(int port, const fs::path& proc) {
  std::set<std::string> inodes;
  add_listening(proc / "net" / "tcp", port, inodes);
  add_listening(proc / "net" / "tcp6", port, inodes);
  if (inodes.empty()) return std::nullopt;
  std::optional<Process> holder;
  each_open_file(proc, [&](int pid, const fs::path& target) {
    if (!inodes.contains(target.string())) return true;
    holder = process_of(pid, proc);
    return !holder.has_value();
  });
  return holder;
}

std::vector<Process> holders_of_file(const fs::path& file, int except, const fs::path& proc) {
  std::vector<Process> holders;
  each_open_file(proc, [&](int pid, const fs::path& target) {
    const bool known = std::ranges::find(holders, pid, &Process::pid) != holders.end();
    if (target == file && pid != except && !known)
      holders.push_back(process_of(pid, proc).value_or(Process{pid, "?"}));
    return true;
  });
  return holders;
}

} // namespace platen::doctor
