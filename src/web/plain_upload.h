#pragma once

#include "web/form.h"
#include "web/multipart.h"
#include "web/plain_desk.h"

#include <memory>
#include <mutex>
#include <vector>

namespace platen::web {

// The form with files: each file goes on to the REST interface as it comes, and when all are there
// they become a job.
class UploadExchange final : public http::Exchange, private Multipart::Sink {
public:
  UploadExchange(PlainDesk desk, const std::string& boundary)
      : desk_(std::move(desk)), parts_(boundary, *this) {}

  std::optional<http::Response> body(Bytes piece) override;
  void finish(http::Respond respond) override;

private:
  static constexpr std::size_t longest_field = 4 << 10, most_files = 50;

  Result<void> begin(FormPart part) override;
  Result<void> data(Bytes piece) override;
  Result<void> end() override;

  // What became of the files, which the REST interface tells when it likes.
  struct Sent {
    std::mutex mutex;
    std::size_t waiting = 1; // files under way, and the form itself
    std::vector<std::string> ids;
    std::optional<http::Response> wrong; // the first answer that is an error
    std::function<void()> all_there;
    void take(std::size_t place, const http::Response& answer);
    void one_less();
  };
  static void make_job(const PlainDesk& desk, const Sent& sent, const Form& form,
                       const http::Respond& respond);

  PlainDesk desk_;
  Multipart parts_;
  Form form_;
  std::string field_, value_;
  std::optional<Inner::Upload> file_; // that is coming
  std::optional<FormPart> chosen_;    // a file of which no byte has come yet
  std::shared_ptr<Sent> sent_ = std::make_shared<Sent>();
};

} // namespace platen::web
