#include "worker/pdf_source.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

#include <qpdf/InputSource.hh>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::worker {
namespace {

constexpr qpdf_offset_t window_bytes = 16 * 1024;
constexpr qpdf_offset_t page_bytes = 4096;

[[noreturn]] void cannot_read(int cause) {
  throw std::runtime_error(std::string("cannot read the PDF: ") + std::strerror(cause));
}

bool ends_line(char byte) {
  return byte == '\r' || byte == '\n';
}

class PdfSource final : public InputSource {
public:
  explicit PdfSource(int fd) : fd_(fd) {
    struct stat status {};
    if (::fstat(fd_, &status) != 0) cannot_read(errno);
    size_ = status.st_size;
  }

  std::string const& getName() const override { return name_; }
  qpdf_offset_t tell() override { return at_; }
  void rewind() override { at_ = 0; }
  void unreadCh(char) override { --at_; }

  void seek(qpdf_offset_t offset, int whence) override {
    const qpdf_offset_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? at_ : size_;
    if (offset < -from) throw std::runtime_error("a place before the PDF's first byte is sought");
    at_ = from + offset;
  }

  std::size_t read(char* into, std::size_t length) override {
    stay_inside();
    last_offset = at_;
    std::size_t done = 0;
    while (done < length && hold()) {
      const std::size_t part = std::min(length - done, held());
      std::memcpy(into + done, next(), part);
      done += part;
      at_ += static_cast<qpdf_offset_t>(part);
    }
    return done;
  }

  // The offset of the next end of a line, or of the file; what is read next begins a line.
  qpdf_offset_t findAndSkipNextEOL() override {
    stay_inside();
    while (hold() && !skip_to_end_of_line()) {
    }
    const qpdf_offset_t end = at_;
    while (hold() && ends_line(*next()))
      ++at_;
    return end;
  }

private:
  // Who seeks past the end means the end.
  void stay_inside() { at_ = std::min(at_, size_); }

  // Whether the window holds the byte at at_ now: false at the end of the file.
  bool hold() {
    if (at_ >= begin_ && at_ < begin_ + filled_) return true;
    if (at_ >= size_) return false;
    begin_ = at_ - at_ % page_bytes;
    filled_ = 0;
    while (at_ >= begin_ + filled_) {
      const ssize_t count =
          ::pread(fd_, window_.data() + filled_, static_cast<std::size_t>(window_bytes - filled_),
                  begin_ + filled_);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) cannot_read(errno);
      if (count == 0) return false; // it was made shorter meanwhile
      filled_ += count;
    }
    return true;
  }

  const char* next() const { return window_.data() + (at_ - begin_); }
  std::size_t held() const { return static_cast<std::size_t>(begin_ + filled_ - at_); }

  // Over what is held of this line; whether its end is held.
  bool skip_to_end_of_line() {
    const std::string_view rest(next(), held());
    const std::string_view line = rest.substr(0, rest.find('\n'));
    const std::size_t length = std::min(line.find('\r'), line.size());
    at_ += static_cast<qpdf_offset_t>(length);
    return length < rest.size();
  }

  const std::string name_ = "the PDF";
  const int fd_;
  qpdf_offset_t size_ = 0;
  qpdf_offset_t at_ = 0;
  std::array<char, static_cast<std::size_t>(window_bytes)> window_{};
  qpdf_offset_t begin_ = 0, filled_ = 0; // what the window holds of the file
};

} // namespace

std::shared_ptr<InputSource> pdf_source(std::FILE* file) {
  return std::make_shared<PdfSource>(::fileno(file));
}

} // namespace platen::worker
