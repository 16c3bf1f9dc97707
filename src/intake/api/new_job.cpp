#include "base/limits.h"
#include "intake/api/job_wishes.h"

namespace platen::intake::api {

using namespace platen::ipp;

namespace {

struct Order {
  std::string printer, title;
  model::Options options;
  std::vector<Documents::Open> documents;
};

Result<Order> read_order(const PrintServices& services, const Call& call) {
  TRY(Body body, Body::of(call));
  Order order;
  TRY(order.printer, body.needed_text("printer"));
  TRY(const auto ids, body.texts("documents"));
  TRY(const auto title, body.text("title"));
  TRY(order.options, read_wishes(body));
  TRY_VOID(body.end());
  TRY_VOID(check_printer_name(order.printer));
  if (ids.empty()) return fail(Errc::invalid, "\"documents\" names none");
  if (ids.size() > limits::job_documents)
    return fail(Errc::limit,
                "a job has at most " + std::to_string(limits::job_documents) + " documents");
  // All are opened before anything is made: one that is missing leaves no half a job behind.
  for (const std::string& id : ids) {
    TRY(Documents::Open document, services.documents.open(id, call.principal));
    order.documents.push_back(std::move(document));
  }
  order.title = title.value_or("");
  if (order.title.empty()) order.title = order.documents[0].facts.name;
  return order;
}

// The server looks at the bytes to know their format, as for everybody's documents.
void add_document(Message& request, const DocumentFacts& facts) {
  if (!facts.name.empty())
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "document-name", nullptr,
                 facts.name.c_str());
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
               "application/octet-stream");
}

// Rather no sheet than a wrong one: what is not supported is refused.
Result<void> add_settings(const PrintServices& services, const Call& call, Message& request,
                          const std::string& printer, const model::Options& options) {
  TRY(const Message offered, all_of_printer(services, call, printer));
  return add_wishes(request, offered, options, services.clock());
}

Result<Message> begin(const PrintServices& services, const Call& call, Order& order) {
  const bool one = order.documents.size() == 1;
  Message request =
      services.desk.to_printer(call, one ? IPP_OP_PRINT_JOB : IPP_OP_CREATE_JOB, order.printer);
  if (!order.title.empty())
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr,
                 order.title.c_str());
  ippAddBoolean(request.get(), IPP_TAG_OPERATION, "ipp-attribute-fidelity", 1);
  if (one) add_document(request, order.documents[0].facts);
  TRY_VOID(add_settings(services, call, request, order.printer, order.options));
  return services.desk.ask(call, request, one ? std::move(order.documents[0].fd) : UniqueFd());
}

// A job of which a document is missing shall not print.
Result<void> send_all(const PrintServices& services, const Call& call, Order& order,
                      std::int32_t job) {
  for (std::size_t i = 0; i < order.documents.size(); ++i) {
    Documents::Open& document = order.documents[i];
    Message request = services.desk.to_job(call, IPP_OP_SEND_DOCUMENT, job);
    add_document(request, document.facts);
    ippAddBoolean(request.get(), IPP_TAG_OPERATION, "last-document",
                  i + 1 == order.documents.size() ? 1 : 0);
    const auto sent = services.desk.ask(call, request, std::move(document.fd));
    if (sent) continue;
    static_cast<void>(services.desk.ask(call, services.desk.to_job(call, IPP_OP_CANCEL_JOB, job)));
    return fail_within(document.facts.name, sent.error());
  }
  return {};
}

} // namespace

Result<http::Response> make_job(const PrintServices& services, const Call& call) {
  TRY(Order order, read_order(services, call));
  TRY(const Message answer, begin(services, call, order));
  const auto job = answer.integer(IPP_TAG_JOB, "job-id");
  if (job && order.documents.size() > 1) TRY_VOID(send_all(services, call, order, *job));
  return job_made(answer);
}

// All that making the job would check.
Result<http::Response> check_job(const PrintServices& services, const Call& call) {
  TRY(Body body, Body::of(call));
  TRY(const model::Options options, read_wishes(body));
  TRY_VOID(body.end());
  TRY(Message request, printer_request(services, call, IPP_OP_VALIDATE_JOB));
  ippAddBoolean(request.get(), IPP_TAG_OPERATION, "ipp-attribute-fidelity", 1);
  TRY_VOID(add_settings(services, call, request, call.names[0], options));
  TRY_VOID(services.desk.ask(call, request));
  return done_response();
}

} // namespace platen::intake::api
