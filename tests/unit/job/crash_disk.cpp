#include "crash_disk.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace platen::job {

namespace fs = std::filesystem;
using Kind = DiskCall::Kind;

namespace {

std::string parent_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

bool touches(const DiskCall& call, const std::string& folder) {
  return parent_of(call.path) == folder ||
         (call.kind == Kind::rename && parent_of(call.other) == folder);
}

} // namespace

Tree read_tree(const fs::path& folder) {
  Tree tree;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().lexically_relative(folder);
    if (entry.is_directory()) tree.folders.insert(name);
    if (!entry.is_regular_file() || name.ends_with("-shm")) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    tree.files[name].assign(std::istreambuf_iterator<char>(file), {});
  }
  return tree;
}

void write_tree(const Tree& tree, const fs::path& folder) {
  fs::create_directories(folder);
  for (const std::string& name : tree.folders)
    fs::create_directories(folder / name);
  for (const auto& [name, bytes] : tree.files) {
    std::ofstream file(folder / name, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
}

CrashDisk::CrashDisk(Tree durable) {
  for (auto& [name, bytes] : durable.files) {
    now_.files[name] = static_cast<int>(files_.size());
    files_.push_back({std::move(bytes), {}});
  }
  now_.folders = std::move(durable.folders);
  durable_ = now_;
}

void CrashDisk::change(std::string& bytes, const Change& change) {
  if (change.truncates) return bytes.resize(change.offset);
  bytes.resize(std::max<std::size_t>(bytes.size(), change.offset + change.bytes.size()));
  std::ranges::copy(change.bytes, bytes.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

void CrashDisk::change_names(Names& names, const DiskCall& call, int file) {
  switch (call.kind) {
  case Kind::make_file:
    names.files[call.path] = file;
    break;
  case Kind::make_folder:
    names.folders.insert(call.path);
    break;
  case Kind::unlink:
    names.files.erase(call.path);
    break;
  case Kind::rename:
    names.files.erase(call.path);
    if (!call.other.empty()) names.files[call.other] = file;
    break;
  default:
    break;
  }
}

void CrashDisk::apply(const DiskCall& call) {
  const auto found = now_.files.find(call.path);
  const int file = found == now_.files.end() ? -1 : found->second;
  switch (call.kind) {
  case Kind::write:
  case Kind::truncate:
    if (file < 0) break; // a file without a name, which nobody finds again
    files_[static_cast<std::size_t>(file)].pending.push_back(
        {call.offset, call.bytes, call.kind == Kind::truncate});
    last_written_ = file;
    break;
  case Kind::sync:
    if (file < 0) break;
    files_[static_cast<std::size_t>(file)].durable = whole(files_[static_cast<std::size_t>(file)]);
    files_[static_cast<std::size_t>(file)].pending.clear();
    break;
  case Kind::sync_folder:
    std::erase_if(pending_names_, [&](const NameChange& change) {
      if (!touches(change.call, call.path)) return false;
      change_names(durable_, change.call, change.file);
      return true;
    });
    break;
  case Kind::make_file:
    if (file >= 0) { // it is there and is emptied
      files_[static_cast<std::size_t>(file)].pending.push_back({0, {}, true});
      break;
    }
    files_.emplace_back();
    change_names(now_, call, static_cast<int>(files_.size()) - 1);
    pending_names_.push_back({call, static_cast<int>(files_.size()) - 1});
    break;
  case Kind::rename:
    if (file < 0) throw std::logic_error("a file was made unseen: " + call.path);
    [[fallthrough]];
  case Kind::make_folder:
  case Kind::unlink:
    change_names(now_, call, file);
    pending_names_.push_back({call, file});
    break;
  case Kind::mark:
    break;
  }
}

std::string CrashDisk::whole(const File& file) const {
  std::string bytes = file.durable;
  for (const Change& each : file.pending)
    change(bytes, each);
  return bytes;
}

template<class Bytes> Tree CrashDisk::tree(const Names& names, Bytes bytes) const {
  Tree tree;
  for (const std::string& folder : names.folders) // none without the one that it is in
    if (parent_of(folder) == "." || tree.folders.contains(parent_of(folder)))
      tree.folders.insert(folder);
  for (const auto& [name, file] : names.files)
    if (parent_of(name) == "." || tree.folders.contains(parent_of(name)))
      tree.files[name] = bytes(files_[static_cast<std::size_t>(file)]);
  return tree;
}

Tree CrashDisk::killed() const {
  return tree(now_, [this](const File& file) { return whole(file); });
}

Tree CrashDisk::powerless() const {
  return tree(durable_, [](const File& file) { return file.durable; });
}

Tree CrashDisk::torn(std::mt19937& random) const {
  return tree(now_, [&](const File& file) {
    if (last_written_ < 0 || &file != &files_[static_cast<std::size_t>(last_written_)] ||
        file.pending.empty())
      return whole(file);
    File part = file;
    std::string& last = part.pending.back().bytes;
    if (!part.pending.back().truncates) last.resize(random() % (last.size() + 1));
    return whole(part);
  });
}

Tree CrashDisk::mixed(std::mt19937& random) const {
  constexpr std::size_t sector = 512;
  Names names = durable_;
  for (const NameChange& change : pending_names_)
    if (random() % 2 == 0) change_names(names, change.call, change.file);
  return tree(names, [&](const File& file) {
    std::string bytes = file.durable;
    for (const Change& each : file.pending) {
      if (each.truncates && random() % 2 == 0) change(bytes, each);
      for (std::size_t at = 0; !each.truncates && at < each.bytes.size();) {
        // To the next border of a sector.
        const std::size_t step = std::min(
            each.bytes.size() - at, sector - static_cast<std::size_t>(each.offset + at) % sector);
        if (random() % 2 == 0)
          change(bytes, {each.offset + at, each.bytes.substr(at, step), false});
        at += step;
      }
    }
    return bytes;
  });
}

} // namespace platen::job
