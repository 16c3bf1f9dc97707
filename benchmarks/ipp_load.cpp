// ipp_load PORT PATH MODE CLIENTS SECONDS [FILE]: sends one IPP request again and again over
// CLIENTS kept connections to 127.0.0.1, from one thread, and prints "REQUESTS/S P50_MS P99_MS
// REFUSED". MODE is "attributes" (Get-Printer-Attributes, all), "job" (Print-Job of a small PDF,
// held where the server can hold), "jobs" or "completed" (Get-Jobs, 50 of those that are not or are
// completed). Servers that close a connection get a new one.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <cups/ipp.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view small_pdf =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    "trailer<</Root 1 0 R>>\n%%EOF\n";

struct Plan {
  std::uint16_t port = 0;
  std::string path;
  ipp_op_t operation = IPP_OP_GET_PRINTER_ATTRIBUTES;
  std::string which_jobs; // of Get-Jobs
  int clients = 1;
  double seconds = 5;
  std::string document{small_pdf};
};

ssize_t append(void* text, ipp_uchar_t* bytes, std::size_t size) {
  static_cast<std::string*>(text)->append(reinterpret_cast<char*>(bytes), size);
  return static_cast<ssize_t>(size);
}

std::string request_of(const Plan& plan) {
  const bool job = plan.operation == IPP_OP_PRINT_JOB;
  ipp_t* ipp = ippNewRequest(plan.operation);
  const std::string uri = "ipp://localhost:" + std::to_string(plan.port) + plan.path;
  ippAddString(ipp, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, uri.c_str());
  ippAddString(ipp, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr, "bench");
  if (job) {
    ippAddString(ipp, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr, "bench");
    ippAddString(ipp, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
                 "application/octet-stream");
    ippAddString(ipp, IPP_TAG_JOB, IPP_TAG_KEYWORD, "job-hold-until", nullptr, "indefinite");
  } else if (plan.operation == IPP_OP_GET_JOBS) {
    constexpr int some = 50;
    ippAddInteger(ipp, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "limit", some);
    ippAddString(ipp, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", nullptr,
                 plan.which_jobs.c_str());
  } else {
    ippAddString(ipp, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", nullptr, "all");
  }
  std::string body;
  ippSetState(ipp, IPP_STATE_IDLE);
  while (ippWriteIO(&body, append, 1, nullptr, ipp) != IPP_STATE_DATA) {
  }
  ippDelete(ipp);
  if (job) body += plan.document;
  return "POST " + plan.path + " HTTP/1.1\r\nHost: localhost:" + std::to_string(plan.port) +
         "\r\nContent-Type: application/ipp\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

// Takes answers apart: header, then a body by length or in chunks. "100 Continue" is passed over.
class Answer {
public:
  enum class Progress { more, done, close };
  Progress take(std::string_view bytes) {
    held_ += bytes;
    if (!in_body_ && !read_header()) return Progress::more;
    if (!(chunked_ ? read_chunks() : held_.size() >= length_)) return Progress::more;
    if (!chunked_) body_start_ = held_.substr(0, 4);
    accepted_ = status_ == 200 && body_start_.size() >= 4 && body_start_[2] < 4;
    const bool close = close_;
    held_.clear();
    in_body_ = chunked_ = close_ = false;
    body_start_.clear();
    return close ? Progress::close : Progress::done;
  }
  bool accepted() const { return accepted_; } // HTTP 200 and an IPP status below 0x0400

private:
  bool read_header() {
    const auto end = held_.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    std::string header = held_.substr(0, end + 2);
    held_.erase(0, end + 4);
    std::ranges::transform(header, header.begin(), [](unsigned char c) { return std::tolower(c); });
    status_ = std::atoi(header.c_str() + std::strlen("http/1.1 "));
    if (status_ == 100) return read_header();
    const auto length = header.find("\r\ncontent-length:");
    length_ =
        length == std::string::npos ? 0 : std::strtoull(header.c_str() + length + 17, nullptr, 10);
    chunked_ = header.find("transfer-encoding: chunked") != std::string::npos;
    close_ = header.find("connection: close") != std::string::npos;
    return in_body_ = true;
  }

  bool read_chunks() {
    for (;;) {
      const auto line = held_.find("\r\n");
      if (line == std::string::npos) return false;
      const std::size_t size = std::strtoul(held_.c_str(), nullptr, 16);
      if (held_.size() < line + 2 + size + 2) return false;
      if (body_start_.size() < 4)
        body_start_ += held_.substr(line + 2, std::min<std::size_t>(size, 4));
      held_.erase(0, line + 2 + size + 2);
      if (size == 0) return true;
    }
  }

  std::string held_, body_start_;
  std::size_t length_ = 0;
  int status_ = 0;
  bool in_body_ = false, chunked_ = false, close_ = false, accepted_ = false;
};

struct Client {
  int fd = -1;
  Answer answer;
  Clock::time_point asked;
};

int connect_to(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
  std::perror("ipp_load: connect");
  std::exit(1);
}

class Load {
public:
  explicit Load(const Plan& plan)
      : plan_(plan), request_(request_of(plan)), clients_(static_cast<std::size_t>(plan.clients)) {}

  void run() {
    for (std::size_t i = 0; i < clients_.size(); ++i)
      join(i);
    const auto begin = Clock::now();
    const auto end = begin + std::chrono::duration_cast<Clock::duration>(
                                 std::chrono::duration<double>(plan_.seconds));
    std::vector<epoll_event> events(clients_.size());
    while (Clock::now() < end) {
      const int ready = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 100);
      for (int i = 0; i < ready; ++i)
        serve(events[static_cast<std::size_t>(i)].data.u64);
    }
    report(std::chrono::duration<double>(Clock::now() - begin).count());
  }

private:
  void join(std::size_t index) {
    Client& client = clients_[index];
    client = Client{};
    client.fd = connect_to(plan_.port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, client.fd, &event);
    ask(client);
  }

  void ask(Client& client) {
    client.asked = Clock::now();
    if (::send(client.fd, request_.data(), request_.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request_.size()))
      ++broken_; // the answer, or its end, tells more
  }

  void serve(std::size_t index) {
    Client& client = clients_[index];
    static char buffer[1 << 18];
    const ssize_t got = ::recv(client.fd, buffer, sizeof buffer, 0);
    if (got <= 0) return leave_and_join(index);
    const auto progress = client.answer.take({buffer, static_cast<std::size_t>(got)});
    if (progress == Answer::Progress::more) return;
    times_.push_back(
        std::chrono::duration<double, std::milli>(Clock::now() - client.asked).count());
    if (!client.answer.accepted()) ++refused_;
    progress == Answer::Progress::close ? leave_and_join(index) : ask(client);
  }

  void leave_and_join(std::size_t index) {
    ::close(clients_[index].fd);
    join(index);
  }

  void report(double seconds) {
    std::ranges::sort(times_);
    const auto at = [this](double share) {
      return times_.empty()
                 ? 0.0
                 : times_[static_cast<std::size_t>(share * static_cast<double>(times_.size() - 1))];
    };
    const auto accepted = static_cast<double>(times_.size()) - refused_;
    std::printf("%.0f %.2f %.2f %d\n", accepted / seconds, at(0.50), at(0.99), refused_ + broken_);
  }

  Plan plan_;
  std::string request_;
  std::vector<Client> clients_;
  int poll_ = ::epoll_create1(EPOLL_CLOEXEC);
  std::vector<double> times_;
  int refused_ = 0, broken_ = 0;
};

} // namespace

int main(int argc, char** argv) {
  if (argc < 6) {
    std::fprintf(
        stderr, "usage: ipp_load PORT PATH attributes|job|jobs|completed CLIENTS SECONDS [FILE]\n");
    return 2;
  }
  Plan plan;
  plan.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  plan.path = argv[2];
  const std::string_view mode = argv[3];
  if (mode == "job") plan.operation = IPP_OP_PRINT_JOB;
  if (mode == "jobs" || mode == "completed") {
    plan.operation = IPP_OP_GET_JOBS;
    plan.which_jobs = mode == "jobs" ? "not-completed" : "completed";
  }
  plan.clients = std::max(1, std::atoi(argv[4]));
  plan.seconds = std::atof(argv[5]);
  if (argc > 6) {
    std::ifstream file(argv[6], std::ios::binary);
    plan.document.assign(std::istreambuf_iterator<char>(file), {});
  }
  Load(plan).run();
}
