#pragma once

#include "base/file.h"
#include "wire/ipp/message.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace platen::test {

// An HTTP server on a loopback port of its own that says what a test wants it to say. It knows just
// enough of HTTP/1.1 to read a request: Content-Length, chunks, Expect.
class IppPeer {
public:
  struct Asked {
    std::string path, head; // head: the request line and fields as they came
    ipp::Message message;
    std::string document; // what follows the attributes
    ipp_op_t operation() const { return ippGetOperation(message.get()); }
    std::string field(const std::string& name) const; // lower-case name; "" when missing
  };
  struct Said {
    int status = 200;
    std::string type = "application/ipp";
    std::string body = {};
    std::string fields = {};                // "Name: value\r\n"...
    bool close = false;                 // after the answer
    bool silent = false;                // no answer: the connection stays until the client ends it
    bool cut = false;                   // no answer: the connection ends
    std::size_t only = ~std::size_t{0}; // so many bytes of the answer, then the end
  };
  using Play = std::function<Said(const Asked&)>;
  // Looks at the head before the body is read; an answer there ends the request. May be empty.
  using Early = std::function<std::optional<Said>(const Asked&)>;

  explicit IppPeer(Play play, Early early = {});
  ~IppPeer();
  IppPeer(const IppPeer&) = delete;
  IppPeer& operator=(const IppPeer&) = delete;

  int port() const { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  std::string uri(const std::string& path = "/ipp/print") const {
    return "ipp://" + address() + path;
  }
  // The operations that were asked for, in order.
  std::vector<ipp_op_t> operations() const;
  int connections() const { return connections_; }
  // Reads no chunked bodies any more: the documents that clients send stay in the network.
  void stop_reading() { reading_ = false; }

private:
  void accept_all();
  void serve(int fd);
  bool answer(int fd, const Said& said);

  Play play_;
  Early early_;
  UniqueFd listener_;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::atomic<bool> reading_ = true;
  mutable std::mutex mutex_;
  std::vector<ipp_op_t> operations_;
  std::vector<int> open_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

// An answer with a status, and what `fill` adds.
IppPeer::Said ipp_answer(const IppPeer::Asked& asked, ipp_status_t status = IPP_STATUS_OK,
                         const std::function<void(ipp_t*)>& fill = {});

} // namespace platen::test
