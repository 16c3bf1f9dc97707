#include "flow/device_session.h"

#include "filter/filter_transport.h"
#include "flow/job_language.h"

#include <algorithm>
#include <utility>

namespace platen::flow {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t piece = std::size_t{64} << 10;
constexpr milliseconds look_interval{50};
constexpr std::chrono::seconds old_age{10};

} // namespace

Result<void> DeviceSession::Link::look() {
  if (!how_.gently.requested()) return {};
  if (!cancel_seen_) cancel_seen_ = Clock::now();
  if (Clock::now() - *cancel_seen_ < how_.side_grace) return {};
  return fail(Errc::cancelled, "the job was cancelled");
}

Result<void> DeviceSession::Link::write(Bytes bytes) {
  while (!bytes.empty()) {
    TRY_VOID(look());
    const Bytes part = bytes.first(std::min(piece, bytes.size()));
    written_ += part.size();
    if (how_.activity != nullptr) how_.activity->waiting_for_device = true;
    TRY_VOID(device_.write(part));
    if (how_.activity != nullptr) {
      how_.activity->taken += part.size();
      how_.activity->waiting_for_device = false;
    }
    bytes = bytes.subspan(part.size());
  }
  return {};
}

Result<std::size_t> DeviceSession::Link::read(std::span<std::byte> into, milliseconds patience) {
  // By now who asked has looked at what came last.
  if (std::exchange(heard_, false) && after_hearing) after_hearing();
  const auto until = Clock::now() + patience;
  for (;;) {
    if (how_.gently.requested() && patience > milliseconds{0})
      return fail(Errc::cancelled, "the job was cancelled");
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    auto got = device_.read(into, std::clamp(left, milliseconds{0}, look_interval));
    if (!got && got.error().code == Errc::timeout && left > look_interval) continue;
    heard_ = got && *got > 0;
    return got;
  }
}

void DeviceSession::Link::listen(std::function<Result<void>()> heard) {
  device_.listen([this, heard = std::move(heard)]() -> Result<void> {
    TRY_VOID(heard());
    if (after_hearing) after_hearing();
    return {};
  });
}

DeviceSession::DeviceSession(std::unique_ptr<encode::Language> language,
                             std::unique_ptr<transport::Transport> device, const Delivery& how,
                             std::shared_ptr<const bool> filter_failed)
    : how_(how), language_(std::move(language)), device_(std::move(device)),
      filter_failed_(std::move(filter_failed)), link_(*device_, how_), since_(Clock::now()) {
  link_.after_hearing = [this] { note_taken(); };
}

Result<std::unique_ptr<DeviceSession>>
DeviceSession::open(const PrintJob& job, const DeviceMemory& memory, const Delivery& how) {
  TRY(auto language, job_language(job));
  const model::Ticket told = told_ticket(job);
  language->assume(memory.answer);
  if (job.sheets_done > 0) language->has_confirmed();
  TRY(auto device, transport::open(how.device_uri, how.deadlines, how.at_once, how.report));
  const auto filter_failed = std::make_shared<bool>(false);
  if (job.filter.wanted()) {
    filter::Running running;
    running.failed = filter_failed;
    TRY(device, filter::open_filter(job.filter, told, std::move(device), how.at_once, job.limits,
                                    how.report, how.filter_said, running));
  }
  device->name_job(told.job_name, told.user_name);
  std::unique_ptr<DeviceSession> session(
      new DeviceSession(std::move(language), std::move(device), how, filter_failed));
  if (auto asked = session->language_->ask(session->link_); !asked) {
    asked.error().what += "; none of the job had been sent";
    return Failure(std::move(asked).error());
  }
  if (how.asked) how.asked({true, session->language_->remember()});
  return session;
}

bool DeviceSession::is_old() const {
  return Clock::now() - since_ > old_age;
}

void DeviceSession::begin(const Progress& totals, std::int32_t sheets_done) {
  delivered_ = totals;
  marks_ = {{0, sheets_done, true}};
  delivered_.sheets_skipped = sheets_done;
  if (sheets_done == 0) return;
  delivered_.sheets_taken = sheets_done;
  delivered_.sides_taken = 0; // skip() counts them
}

void DeviceSession::skip(const encode::SideSpec& spec, bool last_of_sheet) {
  delivered_.sides_sent += spec.copies;
  if (last_of_sheet) delivered_.sheets_sent += spec.copies;
  delivered_.sides_skipped += spec.copies;
  if (delivered_.sides_taken) *delivered_.sides_taken += spec.copies;
}

// A sheet counts when both sides of it do; of a sheet that is printed several times, whose sides
// are one, each copy.
void DeviceSession::note_taken() {
  const auto sides = language_->sides_taken();
  if (!sides || marks_.empty() || finished_) return;
  std::int32_t sheets = marks_.front().sheets, of_sheets = 0;
  for (std::size_t i = 1; i < marks_.size(); ++i) {
    const Mark& before = marks_[i - 1];
    if (marks_[i].sides <= *sides) {
      sheets = marks_[i].sheets;
      of_sheets = marks_[i].sides;
    } else if (marks_[i].one_sided && before.sides < *sides) {
      sheets = before.sheets + *sides - before.sides;
      of_sheets = *sides;
    }
  }
  if (delivered_.sheets_taken == sheets) return;
  delivered_.sheets_taken = sheets;
  delivered_.sides_taken = delivered_.sides_skipped + of_sheets;
  if (how_.progress) how_.progress(delivered_);
}

const Progress& DeviceSession::delivered() {
  note_taken();
  return delivered_;
}

Result<void> DeviceSession::send(encode::SideSpec spec, bool last_of_sheet, const Spool& payload) {
  if (how_.gently.requested()) return fail(Errc::cancelled, "the job was cancelled");
  if (!std::exchange(opened_, true)) {
    before_job_ = link_.written();
    TRY_VOID(language_->begin_job(link_));
  }
  spec.last = delivered_.sides_sent + spec.copies == delivered_.sides;
  between_sides_ = false;
  sides_sent_ += spec.copies;
  if (last_of_sheet)
    marks_.push_back(
        {sides_sent_, delivered_.sheets_sent + spec.copies, spec.side == encode::SheetSide::front});
  TRY_VOID(language_->put_side(spec, payload, link_));
  between_sides_ = true;
  delivered_.sides_sent += spec.copies;
  if (last_of_sheet) delivered_.sheets_sent += spec.copies;
  delivered_.bytes_sent = device_->bytes_delivered();
  note_taken();
  if (how_.progress) how_.progress(delivered_);
  return {};
}

// From the first word on it may have cost ink: what is lost in its midst is not lightly done again.
Result<void> DeviceSession::maintain(std::string_view function) {
  opened_ = true;
  before_job_ = link_.written();
  TRY_VOID(language_->maintain(link_, function));
  return device_->finish();
}

Result<void> DeviceSession::finish() {
  if (opened_) TRY_VOID(language_->end_job(link_));
  TRY_VOID(device_->finish());
  note_taken();
  finished_ = true; // whatever the language let pass, as that the device counts otherwise
  if (delivered_.sheets_taken) {
    delivered_.sheets_taken = delivered_.sheets;
    delivered_.sides_taken = delivered_.sides;
  }
  delivered_.bytes_sent = device_->bytes_delivered();
  return {};
}

void DeviceSession::break_off() {
  // What has had nothing has nothing to end; a file that is not whole shall not appear.
  if (!opened_ || device_->bytes_delivered() == 0) return;
  const auto told = language_->cancel_job(*device_, between_sides_);
  if (told && !*told) return;
  // A device that does not even take that is told by the end of its connection.
  if (!told || !device_->finish()) device_->abandon();
}

} // namespace platen::flow
