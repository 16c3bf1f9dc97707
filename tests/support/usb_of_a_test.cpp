// A USB bus of a test's own, loaded in front of libusb (LD_PRELOAD): one printer on bus 1 with the
// address 4. USB_OF_A_TEST says how it is: "fine", "held" (somebody else has its interface) or
// "denied" (its node may not be opened). The types are libusb's own, so that a wrong call does not
// compile.
#include <array>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <libusb.h>

namespace {

constexpr std::string_view device_id = "MFG:Canon;MDL:iR1020/1024/1025;CMD:PCLXL;CLS:PRINTER;";
constexpr std::uint8_t get_device_id = 0;

std::string_view state() {
  const char* const said = std::getenv("USB_OF_A_TEST");
  return said == nullptr ? "fine" : said;
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
  libusb_interface_descriptor setting{};
  libusb_interface interface { &setting, 1 };
  libusb_config_descriptor config{};
  Configuration() {
    setting.bInterfaceClass = LIBUSB_CLASS_PRINTER;
    setting.bInterfaceProtocol = 2;
    setting.bNumEndpoints = 2;
    setting.endpoint = endpoint.data();
    config.bNumInterfaces = 1;
    config.interface = &interface;
  }
};

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
                            std::uint16_t, std::uint16_t, unsigned char* data, std::uint16_t size,
                            unsigned) {
  if (request != get_device_id) return 0;
  const std::size_t length = device_id.size() + 2;
  if (size < length) return LIBUSB_ERROR_OVERFLOW;
  data[0] = static_cast<unsigned char>(length >> 8);
  data[1] = static_cast<unsigned char>(length & 0xff);
  std::memcpy(data + 2, device_id.data(), device_id.size());
  return static_cast<int>(length);
}
int libusb_claim_interface(libusb_device_handle*, int) {
  return state() == "held" ? LIBUSB_ERROR_BUSY : 0;
}
int libusb_release_interface(libusb_device_handle*, int) {
  return 0;
}
}
