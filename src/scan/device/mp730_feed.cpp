#include "scan/device/mp730_feed.h"

#include <algorithm>

namespace platen::scan {

namespace {

// The sides of one scan. A side is a whole round of the commands (docs/protocols/mp730.md).
class Mp730Feed final : public Feed {
public:
  Mp730Feed(std::shared_ptr<Mp730Core> core, const ScanRequest& request, const Mp730Window& window)
      : core_(std::move(core)), request_(request), window_(window) {
    core_->feeding = true;
  }
  ~Mp730Feed() override {
    core_->link->hurry(true);
    if (at_device_) give_up_side();
    core_->link->hurry(false);
    core_->link->end();
    core_->feeding = false;
  }
  Mp730Feed(const Mp730Feed&) = delete;
  Mp730Feed& operator=(const Mp730Feed&) = delete;

  Result<std::optional<PageShape>> next_page() override {
    TRY_VOID(skip_rest());
    TRY(const bool more, has_another_side());
    if (!more) return std::optional<PageShape>();
    const bool unsure = is_back_of_last_sheet_;
    if (auto begun = begin_side(); !begun) {
      give_up_side();
      // It said that there is no paper, and was asked for the back of the last sheet all the same.
      if (unsure && begun.error().code == Errc::conflict) return std::optional<PageShape>();
      return explained(begun.error());
    }
    ++sides_;
    end_ = {};
    row_.clear();
    last_block_ = false;
    in_side_ = true;
    return std::optional<PageShape>(window_.shape);
  }

  Result<std::int32_t> read(Band into) override {
    if (!in_side_) return 0;
    EXPECTS(into.width() == window_.shape.width && into.format() == window_.shape.format);
    const std::int32_t room = std::min(into.rows().count, window_.shape.height - end_.rows);
    std::int32_t given = 0;
    while (given == 0 && room > 0 && !(last_block_ && unread_.empty())) {
      if (unread_.empty()) TRY_VOID(next_block());
      given = take_rows(into, room);
    }
    if (given == 0) TRY_VOID(end_side());
    return given;
  }

  PageEnd page_end() const override { return end_; }

private:
  bool from_feeder() const { return request_.adf; }

  // Rows that nobody wants to have.
  Result<void> skip_rest() {
    if (!in_side_) return {};
    RowBuffer scratch(window_.shape.width, 16, window_.shape.format);
    for (;;) {
      TRY(const std::int32_t rows, read(scratch.band({0, scratch.capacity()})));
      if (rows == 0) return {};
    }
  }

  Result<bool> has_another_side() {
    is_back_of_last_sheet_ = false;
    if (!from_feeder()) return sides_ == 0;
    TRY(const mp730::DeviceStatus status, core_->session.status());
    if (status.paper_in_feeder) return true;
    // Whether the feeder counts as empty once its last sheet has been drawn in, before its back was
    // scanned, is not known.
    is_back_of_last_sheet_ = request_.two_sided && sides_ % 2 == 1;
    return is_back_of_last_sheet_;
  }

  Result<void> begin_side() {
    Mp730Session& session = core_->session;
    TRY_VOID(session.activate(0));
    TRY_VOID(session.activate(4));
    TRY_VOID(session.start());
    at_device_ = true;
    TRY_VOID(session.select(!from_feeder()       ? mp730::Source::flatbed
                            : request_.two_sided ? mp730::Source::feeder_two_sided
                                                 : mp730::Source::feeder));
    return session.set(window_.parameters);
  }

  Result<void> next_block() {
    auto block = core_->session.read_image();
    if (!block) {
      if (block.error().code != Errc::cancelled) give_up_side();
      return explained(block.error());
    }
    unread_ = block->image;
    last_block_ = block->last;
    return {};
  }

  // The whole rows of what came, at most `room`; what remains of a row waits for the next block.
  std::int32_t take_rows(Band into, std::int32_t room) {
    std::int32_t given = 0;
    const std::size_t whole = window_.device_row_bytes;
    while (given < room && !unread_.empty()) {
      const Bytes part = unread_.first(std::min(unread_.size(), whole - row_.size()));
      row_.insert(row_.end(), part.begin(), part.end());
      unread_ = unread_.subspan(part.size());
      if (row_.size() < whole) break;
      const auto out = into.row(into.rows().first + given);
      std::copy_n(row_.begin() + static_cast<std::ptrdiff_t>(window_.first_byte), out.size(),
                  out.begin());
      row_.clear();
      ++given;
    }
    end_.rows += given;
    return given;
  }

  Result<void> end_side() {
    const std::int32_t height = window_.shape.height;
    if (end_.rows < height)
      end_.warning = "the scanner ended the side after " + std::to_string(end_.rows) + " of " +
                     std::to_string(height) + " rows";
    else
      TRY_VOID(pass_over_end());
    in_side_ = false;
    if (!at_device_) return {}; // it was given up
    return finish_side();
  }

  // All rows are there; the end of them may still have to be said. More than that nobody wants.
  Result<void> pass_over_end() {
    while (unread_.empty() && !last_block_) {
      const auto block = next_block();
      if (!block && block.error().code == Errc::cancelled) return block;
      if (!block) end_.warning = "the scanner did not end the side: " + block.error().what;
      if (!block) return {};
    }
    if (unread_.empty()) return {};
    end_.warning = "the scanner sent more than it was asked for; that was not taken";
    give_up_side();
    return {};
  }

  // As SANE's driver ends a side: it looks twice, and the next sheet of the feeder begins anew.
  Result<void> finish_side() {
    Mp730Session& session = core_->session;
    at_device_ = false;
    TRY_VOID(session.status());
    TRY(const mp730::DeviceStatus status, session.status());
    TRY_VOID(session.activate(0));
    if (from_feeder() && status.paper_in_feeder) TRY_VOID(session.abort());
    return {};
  }

  // What goes wrong now changes nothing: the session ends, too.
  void give_up_side() {
    Mp730Session& session = core_->session;
    at_device_ = in_side_ = false;
    unread_ = {};
    core_->link->hurry(true);
    core_->link->drain();
    if (session.abort() && session.status() && session.status())
      static_cast<void>(session.activate(0));
    core_->link->hurry(false);
  }

  // The scanner does not say why it stops; its record of it may help who knows the device.
  Failure explained(const Error& error) {
    if (error.code != Errc::conflict) return Failure(error);
    const auto record = core_->session.error_info();
    return fail(
        Errc::conflict,
        std::string("the scanner stopped") +
            (from_feeder() ? ": see whether paper is jammed in the feeder or a cover is "
                             "open"
                           : ": see what it shows") +
            (record ? " (it does not say why in words; its error record is " + *record + ")" : ""));
  }

  const std::shared_ptr<Mp730Core> core_;
  const ScanRequest request_;
  const Mp730Window window_;
  std::int32_t sides_ = 0;
  bool is_back_of_last_sheet_ = false;
  bool at_device_ = false; // a session of the device's that has to be ended
  bool in_side_ = false;   // rows are read
  bool last_block_ = false;
  Bytes unread_; // of the session's last block
  Buffer row_;   // the beginning of a row
  PageEnd end_;
};

} // namespace

std::unique_ptr<Feed> make_mp730_feed(std::shared_ptr<Mp730Core> core, const ScanRequest& request,
                                      const Mp730Window& window) {
  return std::make_unique<Mp730Feed>(std::move(core), request, window);
}

} // namespace platen::scan
