// A USB bus of a test's own, loaded in front of libusb (LD_PRELOAD): one printer on bus 1 with the
// address 4. USB_OF_A_TEST says how it is: "fine", "held" (somebody else has its interface) or
// "denied" (its node may not be opened). IDS_OF_A_TEST: the device ids of its interfaces, a line
// for each; else it has one. PRINT_PORT_OF_A_TEST: the TCP port of a virtual printer on this
// machine to which goes what is written, and whose words come back; else it is silent.
// PORT_OF_A_TEST: a file whose first octet is its port status. The types are libusb's own, so that
// a wrong call does not compile.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <libusb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

constexpr std::string_view device_id = "MFG:Canon;MDL:iR1020/1024/1025;CMD:PCLXL;CLS:PRINTER;";
constexpr std::uint8_t get_device_id = 0, get_port_status = 1;

std::string_view state() {
  const char* const said = std::getenv("USB_OF_A_TEST");
  return said == nullptr ? "fine" : said;
}

const std::vector<std::string_view>& device_ids() {
  static const std::vector<std::string_view> all = [] {
    const char* const said = std::getenv("IDS_OF_A_TEST");
    std::vector<std::string_view> lines;
    for (std::string_view rest = said == nullptr ? device_id : said; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      lines.push_back(line);
    }
    return lines;
  }();
  return all;
}

// Never looked into by whoever has one: only its address counts.
char only_device;

libusb_device* device() {
  return reinterpret_cast<libusb_device*>(&only_device);
}

std::array<libusb_endpoint_descriptor, 2> endpoints() {
  std::array<libusb_endpoint_descriptor, 2> both{};
  both[0].bEndpointAddress = 0x01;
  both[1].bEndpointAddress = 0x82;
  for (libusb_endpoint_descriptor& one : both)
    one.bmAttributes = LIBUSB_TRANSFER_TYPE_BULK;
  return both;
}

struct Configuration {
  std::array<libusb_endpoint_descriptor, 2> endpoint = endpoints();
  std::vector<libusb_interface_descriptor> setting;
  std::vector<libusb_interface> interface;
  libusb_config_descriptor config{};
  Configuration() : setting(device_ids().size()) {
    for (std::size_t i = 0; i < setting.size(); ++i) {
      setting[i].bInterfaceNumber = static_cast<std::uint8_t>(i);
      setting[i].bInterfaceClass = LIBUSB_CLASS_PRINTER;
      setting[i].bInterfaceProtocol = 2;
      setting[i].bNumEndpoints = 2;
      setting[i].endpoint = endpoint.data();
      interface.push_back({&setting[i], 1});
    }
    config.bNumInterfaces = static_cast<std::uint8_t>(interface.size());
    config.interface = interface.data();
  }
};

// Whoever has claimed the interfaces: one at a time, as with the kernel. A claim is a connection to
// the virtual printer, from the first byte on.
std::mutex mutex;
bool claimed = false;
int line = -1;

int connection() {
  const char* const port = std::getenv("PRINT_PORT_OF_A_TEST");
  if (line >= 0 || port == nullptr) return line;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(port)));
  line = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(line, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return line;
  ::close(line);
  return line = -1;
}

int transferred(ssize_t count, int* moved) {
  *moved = count > 0 ? static_cast<int>(count) : 0;
  return count > 0 ? 0 : LIBUSB_ERROR_TIMEOUT;
}

int wait_in_vain(unsigned timeout_ms, int* moved) {
  std::this_thread::sleep_for(std::chrono::milliseconds(timeout_ms));
  return transferred(0, moved);
}

int tell_port_status(unsigned char* status) {
  const char* const file = std::getenv("PORT_OF_A_TEST");
  if (file == nullptr) return LIBUSB_ERROR_PIPE;
  *status = static_cast<unsigned char>(std::ifstream(file).get());
  return 1;
}

} // namespace

extern "C" {

int libusb_init(libusb_context** context) {
  *context = nullptr;
  return 0;
}
void libusb_exit(libusb_context*) {}
ssize_t libusb_get_device_list(libusb_context*, libusb_device*** list) {
  static std::array<libusb_device*, 2> all{};
  all[0] = device();
  *list = all.data();
  return 1;
}
void libusb_free_device_list(libusb_device**, int) {}
std::uint8_t libusb_get_bus_number(libusb_device*) {
  return 1;
}
std::uint8_t libusb_get_device_address(libusb_device*) {
  return 4;
}
int libusb_get_device_descriptor(libusb_device*, libusb_device_descriptor* about) {
  *about = {};
  about->idVendor = 0x04a9;
  return 0;
}
int libusb_get_active_config_descriptor(libusb_device*, libusb_config_descriptor** config) {
  static Configuration only;
  *config = &only.config;
  return 0;
}
void libusb_free_config_descriptor(libusb_config_descriptor*) {}
int libusb_open(libusb_device*, libusb_device_handle** handle) {
  if (state() == "denied") return LIBUSB_ERROR_ACCESS;
  *handle = reinterpret_cast<libusb_device_handle*>(&only_device);
  return 0;
}
void libusb_close(libusb_device_handle*) {}
int libusb_set_auto_detach_kernel_driver(libusb_device_handle*, int) {
  return 0;
}
// What it is, the kernel lets everybody ask who may open it (drivers/usb/core/devio.c).
int libusb_control_transfer(libusb_device_handle*, std::uint8_t, std::uint8_t request,
                            std::uint16_t, std::uint16_t index, unsigned char* data,
                            std::uint16_t size, unsigned) {
  if (request == get_port_status) return tell_port_status(data);
  if (request != get_device_id) return 0;
  const std::string_view id = device_ids().at(index >> 8); // its interface
  const std::size_t length = id.size() + 2;
  if (size < length) return LIBUSB_ERROR_OVERFLOW;
  data[0] = static_cast<unsigned char>(length >> 8);
  data[1] = static_cast<unsigned char>(length & 0xff);
  std::memcpy(data + 2, id.data(), id.size());
  return static_cast<int>(length);
}
int libusb_claim_interface(libusb_device_handle*, int) {
  const std::lock_guard lock(mutex);
  if (state() == "held" || claimed) return LIBUSB_ERROR_BUSY;
  claimed = true;
  return 0;
}
int libusb_release_interface(libusb_device_handle*, int) {
  const std::lock_guard lock(mutex);
  if (line >= 0) ::close(line);
  line = -1;
  claimed = false;
  return 0;
}
int libusb_kernel_driver_active(libusb_device_handle*, int) {
  return 0;
}
int libusb_detach_kernel_driver(libusb_device_handle*, int) {
  return LIBUSB_ERROR_NOT_FOUND;
}
int libusb_bulk_transfer(libusb_device_handle*, unsigned char endpoint, unsigned char* data,
                         int length, int* moved, unsigned timeout_ms) {
  const bool in = (endpoint & LIBUSB_ENDPOINT_IN) != 0;
  const int there = connection();
  const auto size = static_cast<std::size_t>(length);
  if (there < 0 && in) return wait_in_vain(timeout_ms, moved);
  if (there < 0) return transferred(length, moved); // into the void
  pollfd ready{there, static_cast<short>(in ? POLLIN : POLLOUT), 0};
  if (::poll(&ready, 1, static_cast<int>(timeout_ms)) <= 0) return transferred(0, moved);
  return transferred(in ? ::recv(there, data, size, 0) : ::send(there, data, size, MSG_NOSIGNAL),
                     moved);
}
}
