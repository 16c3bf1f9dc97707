#pragma once

#include "support/ipp_service.h"
#include "wire/ipp/message.h"

#include <string>
#include <string_view>
#include <vector>

namespace platen::intake::ipp::test {

using platen::ipp::Message;

// A request in the making. Attributes are added with libcups' functions on get().
class Request {
public:
  Request(ipp_op_t operation, const std::string& printer, const std::string& user = "anna");
  // The same at a job.
  Request(ipp_op_t operation, const std::string& printer, job::JobId job,
          const std::string& user = "anna");
  Request& keyword(ipp_tag_t group, const char* name, const char* value);
  Request& name(ipp_tag_t group, const char* name, const char* value);
  Request& number(ipp_tag_t group, const char* name, int value);
  Request& enumeration(ipp_tag_t group, const char* name, int value);
  Request& boolean(ipp_tag_t group, const char* name, bool value);
  Request& mime(const char* name, const char* value);
  Request& uri(ipp_tag_t group, const char* name, const char* value);
  Request& octets(const char* name, std::string_view value);
  Request& numbers(const char* name, std::vector<int> values);
  Request& date(ipp_tag_t group, const char* name, job::Time time);
  ipp_t* get() const { return message_.get(); }
  const Message& message() const { return message_; }
  std::string login; // a name: sent as authorization

private:
  Message message_;
};

// An IPP service with two printers: "photo" (canon-pro-1000, id 1) and "office" (canon-ir1020,
// id 2), and one who asks it.
class Desk : public IppService {
public:
  explicit Desk(Live<Policy> policy = {});

  // Through the dispatcher, as if it had come over HTTP.
  Message ask(const Request& request, std::string_view document = {});
  static ipp_status_t status(const Message& reply);

  // A job with one document; its id.
  job::JobId print(const std::string& printer = "office", const std::string& user = "anna");
  job::Job job(job::JobId id) const;
  // Puts a job into a state without asking anybody.
  void force(job::JobId id, job::JobState state);
  void edit(job::JobId id, job::Store::JobEdit edit);
};

// Values of an attribute anywhere in a reply, as texts, all groups one after the other.
std::vector<std::string> values(const Message& reply, const std::string& name);
// Names in the Unsupported Attributes group.
std::vector<std::string> unsupported(const Message& reply);
int job_id(const Message& reply);

} // namespace platen::intake::ipp::test
