#include "web/plain_upload.h"

#include "base/percent.h"

#include <charconv>
#include <utility>

namespace platen::web {

std::optional<http::Response> UploadExchange::body(Bytes piece) {
  const auto taken = parts_.write(piece);
  if (taken) return std::nullopt;
  return http::text_response(taken.error().code == Errc::limit ? 413 : 400,
                             taken.error().message() + "\n");
}

Result<void> UploadExchange::begin(FormPart part) {
  field_ = part.is_file ? std::string() : part.name;
  value_.clear();
  if (part.is_file) chosen_ = std::move(part);
  return {};
}

// A file begins with its first byte: of a field in which nothing was chosen there is none.
Result<void> UploadExchange::data(Bytes piece) {
  if (chosen_) {
    if (sent_->ids.size() >= most_files)
      return fail(Errc::limit, "a form has at most " + std::to_string(most_files) + " files");
    const FormPart part = *std::exchange(chosen_, std::nullopt);
    file_ = desk_.inner().upload("documents", "name=" + percent_encoded(part.file_name), part.type,
                                 value_of(form_, "csrf"));
  }
  if (file_) {
    file_->write(piece);
    return {};
  }
  if (value_.size() + piece.size() > longest_field)
    return fail(Errc::limit, "a field of the form is too long");
  value_ += as_text(piece);
  return {};
}

Result<void> UploadExchange::end() {
  chosen_.reset();
  if (!file_) {
    if (!field_.empty()) form_[std::exchange(field_, {})] = std::move(value_);
    return {};
  }
  Inner::Upload file = *std::exchange(file_, std::nullopt);
  std::size_t place = 0;
  {
    const std::lock_guard lock(sent_->mutex);
    place = sent_->ids.size();
    sent_->ids.emplace_back();
    ++sent_->waiting;
  }
  file.finish([sent = sent_, place](const http::Response& answer) { sent->take(place, answer); });
  return {};
}

void UploadExchange::Sent::take(std::size_t place, const http::Response& answer) {
  {
    const std::lock_guard lock(mutex);
    ids[place] = text_in(json_of(answer), "id");
    if (ids[place].empty() && !wrong) wrong = answer;
  }
  one_less();
}

void UploadExchange::Sent::one_less() {
  std::function<void()> go_on;
  {
    const std::lock_guard lock(mutex);
    if (--waiting == 0) go_on = std::exchange(all_there, nullptr);
  }
  if (go_on) go_on();
}

void UploadExchange::finish(http::Respond respond) {
  if (const auto whole = parts_.finish(); !whole) {
    respond(http::text_response(400, whole.error().message() + "\n"));
    return;
  }
  {
    const std::lock_guard lock(sent_->mutex);
    // Held by itself until then: the answers hold it.
    sent_->all_there = [desk = desk_, sent = sent_, form = form_, respond = std::move(respond)] {
      make_job(desk, *sent, form, respond);
    };
  }
  sent_->one_less();
}

void UploadExchange::make_job(const PlainDesk& desk, const Sent& sent, const Form& form,
                              const http::Respond& respond) {
  if (sent.wrong) return desk.complain(*sent.wrong, respond);
  if (sent.ids.empty())
    return desk.show({.status = 400, .problem = desk.words()("print.no-file"), .done = {}},
                     respond);
  Json options = Json::object();
  if (const std::string copies = value_of(form, "copies"); !copies.empty())
    options["copies"] = copies;
  if (const std::string sides = value_of(form, "sides"); !sides.empty()) options["sides"] = sides;
  const Json job{{"printer", value_of(form, "printer")},
                 {"documents", sent.ids},
                 {"options", std::move(options)}};
  desk.inner().ask(
      "POST", "jobs", {}, dumped(job), value_of(form, "csrf"),
      [desk, respond](const http::Response& answer) { desk.after(answer, "print", respond); });
}

} // namespace platen::web
