#include "intake/inbox/lpd_session.h"

#include "base/disk_space.h"
#include "base/intake_limits.h"
#include "wire/lpd/control.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include <unistd.h>

namespace platen::intake::inbox {

Result<std::optional<std::string>> LpdInput::line() {
  for (;;) {
    const std::size_t end = held_.find('\n');
    if (end != std::string::npos) {
      std::string line = held_.substr(0, end);
      held_.erase(0, end + 1);
      return std::optional(std::move(line));
    }
    if (held_.size() >= limits::lpd_line_bytes)
      return fail(Errc::malformed,
                  "a command has more than " + std::to_string(limits::lpd_line_bytes) + " bytes");
    std::array<std::byte, limits::lpd_line_bytes> piece{};
    TRY(const std::size_t got, connection_.read(piece));
    if (got == 0 && held_.empty()) return std::optional<std::string>();
    if (got == 0) return fail(Errc::malformed, "a command was cut short");
    held_ += as_text(Bytes(piece).first(got));
  }
}

Result<std::size_t> LpdInput::some(std::span<std::byte> into) {
  if (held_.empty()) return connection_.read(into);
  const std::size_t count = std::min(held_.size(), into.size());
  std::ranges::copy(as_bytes(held_).first(count), into.begin());
  held_.erase(0, count);
  return count;
}

Result<std::uint8_t> LpdInput::octet() {
  std::array<std::byte, 1> one{};
  TRY(const std::size_t got, some(one));
  if (got == 0) return fail(Errc::io, "the client ended before the end of a file");
  return std::to_integer<std::uint8_t>(one[0]);
}

namespace {

constexpr std::string_view yes("\0", 1), no("\1", 1);
constexpr std::uint64_t left_free = 64ULL << 20; // of the folder for temporary files

// One job at a time; what was received of it, in either order.
class Receiver {
public:
  Receiver(LpdInput& in, Connection& connection, const std::string& printer, const Parts& parts)
      : in_(in), connection_(connection), parts_(parts), sender_{printer, connection.peer(), {}} {}

  Result<void> run();

private:
  Result<void> take(const std::string& command);
  Result<void> take_control(const lpd::Announced& announced);
  Result<void> take_data(const lpd::Announced& announced);
  Result<void> read_counted(std::uint64_t count, ByteSink& into);
  Result<void> read_to_end(ByteSink& into);
  Result<void> check_size(std::uint64_t bytes) const;
  bool is_whole() const;
  Result<void> print();
  Result<void> print_one(const Wanted& wanted, const std::vector<std::string>& names);

  LpdInput& in_;
  Connection& connection_;
  const Parts& parts_;
  Sender sender_;
  std::optional<lpd::ControlFile> control_;
  std::map<std::string, Spool> data_;
  std::uint64_t bytes_ = 0; // of them
  bool ended_ = false;      // the client has, with a file of unknown length
};

Result<void> Receiver::run() {
  while (!ended_) {
    TRY(const auto command, in_.line());
    if (!command) break;
    const auto taken = take(*command);
    if (!taken) {
      // That it was refused; what it sends until it has read that, is not looked at.
      static_cast<void>(connection_.write(no));
      return taken;
    }
  }
  if (control_ || !data_.empty())
    return fail(Errc::malformed, "the client ended before all files of its job were there");
  return {};
}

Result<void> Receiver::take(const std::string& command) {
  constexpr char abort_job = 1, control_file = 2, data_file = 3;
  if (command.empty()) return fail(Errc::malformed, "an empty command");
  const std::string_view operands = std::string_view(command).substr(1);
  if (command[0] == abort_job) {
    control_.reset();
    data_.clear();
    bytes_ = 0;
    return connection_.write(yes);
  }
  if (command[0] != control_file && command[0] != data_file)
    return fail(Errc::malformed, "an unknown command amid a job");
  TRY(const lpd::Announced announced, lpd::parse_announced(operands));
  TRY_VOID(command[0] == control_file ? take_control(announced) : take_data(announced));
  if (is_whole()) TRY_VOID(print()); // then the last "yes" says that it is on disk
  const auto told = connection_.write(yes);
  return ended_ ? Result<void>() : told; // who has gone need not hear it
}

Result<void> Receiver::take_control(const lpd::Announced& announced) {
  if (control_) return fail(Errc::malformed, "a second control file before all data of the first");
  if (announced.bytes > limits::lpd_control_bytes)
    return fail(Errc::limit, "a control file of " + std::to_string(announced.bytes) + " bytes");
  TRY_VOID(connection_.write(yes));
  BufferSink text;
  TRY_VOID(read_counted(announced.bytes, text));
  TRY(control_, lpd::parse_control(as_text(text.buffer), limits::lpd_data_files));
  return {};
}

Result<void> Receiver::check_size(std::uint64_t bytes) const {
  if (bytes_ + bytes > parts_.most_bytes)
    return fail(Errc::limit, "the job has more than " + std::to_string(parts_.most_bytes) +
                                 " bytes ([limits] document-mb)");
  std::error_code error;
  const auto folder = std::filesystem::temp_directory_path(error);
  const auto free = free_bytes(error ? "/var/tmp" : folder);
  if (free && *free < bytes + left_free)
    return fail(Errc::busy, "there is no room for " + std::to_string(bytes) + " bytes");
  return {};
}

// Windows announces a number beyond all disks where it does not know how many bytes will come, and
// others 0: then they go on to the end of the connection.
Result<void> Receiver::take_data(const lpd::Announced& announced) {
  constexpr std::uint64_t beyond_disks = std::uint64_t{1} << 46;
  const bool unknown = announced.bytes == 0 || announced.bytes >= beyond_disks;
  if (data_.size() == limits::lpd_data_files || data_.contains(announced.name))
    return fail(Errc::limit, "too many data files, or one twice");
  TRY_VOID(check_size(unknown ? 0 : announced.bytes));
  TRY_VOID(connection_.write(yes));
  Spool& spool = data_[announced.name];
  TRY_VOID(unknown ? read_to_end(spool) : read_counted(announced.bytes, spool));
  bytes_ += spool.size();
  return {};
}

Result<void> Receiver::read_counted(std::uint64_t count, ByteSink& into) {
  Buffer piece(64 << 10);
  while (count > 0) {
    const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(count, piece.size()));
    TRY(const std::size_t got, in_.some(std::span(piece).first(most)));
    if (got == 0)
      return fail(Errc::io, "the client ended " + std::to_string(count) + " bytes too early");
    TRY_VOID(into.write(Bytes(piece).first(got)));
    count -= got;
  }
  TRY(const std::uint8_t end, in_.octet());
  if (end != 0) return fail(Errc::malformed, "a file is longer than it was announced");
  return {};
}

Result<void> Receiver::read_to_end(ByteSink& into) {
  Buffer piece(64 << 10);
  for (std::uint64_t all = 0;;) {
    TRY(const std::size_t got, in_.some(piece));
    if (got == 0) break;
    all += got;
    if (all % (16U << 20) < got || all + bytes_ > parts_.most_bytes) TRY_VOID(check_size(all));
    TRY_VOID(into.write(Bytes(piece).first(got)));
  }
  ended_ = true;
  return {};
}

bool Receiver::is_whole() const {
  return control_ && std::ranges::all_of(control_->files, [&](const lpd::DataFile& file) {
           return data_.contains(file.name);
         });
}

// Files in as many copies are one job; others are jobs of their own.
Result<void> Receiver::print() {
  const lpd::ControlFile control = *std::exchange(control_, std::nullopt);
  sender_.user = control.user;
  const bool alike = std::ranges::all_of(control.files, [&](const lpd::DataFile& file) {
    return file.copies == control.files[0].copies;
  });
  std::vector<std::string> names;
  const std::string title = control.title.empty() ? control.files[0].title : control.title;
  for (const lpd::DataFile& file : control.files) {
    if (alike)
      names.push_back(file.name);
    else
      TRY_VOID(print_one({file.title.empty() ? title : file.title, file.copies, {}}, {file.name}));
  }
  if (alike) TRY_VOID(print_one({title, control.files[0].copies, {}}, names));
  data_.clear();
  bytes_ = 0;
  return {};
}

Result<void> Receiver::print_one(const Wanted& wanted, const std::vector<std::string>& names) {
  std::vector<UniqueFd> documents;
  for (const std::string& name : names) {
    TRY(UniqueFd document, data_[name].release_to_file());
    Buffer head(64);
    const ssize_t got = ::pread(document.get(), head.data(), head.size(), 0);
    TRY_VOID(check_beginning(Bytes(head).first(got > 0 ? static_cast<std::size_t>(got) : 0)));
    documents.push_back(std::move(document));
  }
  TRY(const std::int32_t number, parts_.desk.print(sender_, wanted, std::move(documents)));
  ++parts_.counts.lpd_jobs;
  parts_.log("info", "job " + std::to_string(number) + " for " + sender_.printer + " from " +
                         sender_.peer.address + " by LPD");
  return {};
}

} // namespace

Result<void> receive_jobs(LpdInput& in, Connection& connection, const std::string& printer,
                          const Parts& parts) {
  return Receiver(in, connection, printer, parts).run();
}

} // namespace platen::intake::inbox
