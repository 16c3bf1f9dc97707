#include "transport/usb_bus.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <libusb.h>

namespace platen::transport {

namespace {

using std::chrono::milliseconds;

constexpr std::uint8_t printer_class = 7, vendor_class = 255;
// Requests of the printer class (USB Device Class Definition for Printing Devices 1.1,
// section 4.2).
constexpr std::uint8_t get_device_id = 0, get_port_status = 1, soft_reset = 2;
constexpr std::uint8_t class_in = 0xa1, class_out = 0x21;
constexpr unsigned control_ms = 2'000;

struct FreeContext {
  void operator()(libusb_context* context) const { libusb_exit(context); }
};
struct CloseHandle {
  void operator()(libusb_device_handle* handle) const { libusb_close(handle); }
};
struct FreeConfiguration {
  void operator()(libusb_config_descriptor* config) const { libusb_free_config_descriptor(config); }
};
using Context = std::shared_ptr<libusb_context>;
using Handle = std::unique_ptr<libusb_device_handle, CloseHandle>;
using Configuration = std::unique_ptr<libusb_config_descriptor, FreeConfiguration>;

Error usb_error(int code, const std::string& what) {
  const Errc kind = code == LIBUSB_ERROR_ACCESS      ? Errc::denied
                    : code == LIBUSB_ERROR_BUSY      ? Errc::busy
                    : code == LIBUSB_ERROR_NO_DEVICE ? Errc::unreachable
                    : code == LIBUSB_ERROR_TIMEOUT   ? Errc::timeout
                                                     : Errc::io;
  return {kind, what + ": " + libusb_strerror(code), no_offset};
}

struct Endpoints {
  std::uint8_t number = 0, alternate = 0;
  std::uint8_t out = 0, in = 0; // 0: none
  std::uint8_t interrupt = 0;   // its way for what nobody asked for; 0: none
};

// Every interface of a class in a configuration: the alternate setting with both directions, else
// one with the way out. IPP over USB (protocol 4 of printers) is another matter.
std::vector<Endpoints> interfaces_of(const libusb_config_descriptor& config,
                                     std::uint8_t wanted_class) {
  constexpr std::uint8_t ipp_over_usb = 4;
  std::vector<Endpoints> all;
  for (int i = 0; i < config.bNumInterfaces; ++i) {
    Endpoints best;
    const libusb_interface& interface = config.interface[i];
    for (int a = 0; a < interface.num_altsetting; ++a) {
      const libusb_interface_descriptor& setting = interface.altsetting[a];
      if (setting.bInterfaceClass != wanted_class ||
          (wanted_class == printer_class && setting.bInterfaceProtocol == ipp_over_usb))
        continue;
      Endpoints here{setting.bInterfaceNumber, setting.bAlternateSetting, 0, 0, 0};
      for (int e = 0; e < setting.bNumEndpoints; ++e) {
        const libusb_endpoint_descriptor& endpoint = setting.endpoint[e];
        const int type = endpoint.bmAttributes & LIBUSB_TRANSFER_TYPE_MASK;
        const bool is_in = (endpoint.bEndpointAddress & LIBUSB_ENDPOINT_DIR_MASK) != 0;
        if (type == LIBUSB_TRANSFER_TYPE_INTERRUPT && is_in)
          here.interrupt = endpoint.bEndpointAddress;
        if (type == LIBUSB_TRANSFER_TYPE_BULK)
          (is_in ? here.in : here.out) = endpoint.bEndpointAddress;
      }
      if (here.out != 0 && (best.out == 0 || (best.in == 0 && here.in != 0))) best = here;
    }
    if (best.out != 0) all.push_back(best);
  }
  return all;
}

std::vector<Endpoints> printer_interfaces(const libusb_config_descriptor& config) {
  return interfaces_of(config, printer_class);
}

// A scanner has to answer: there must be both ways.
std::vector<Endpoints> scanner_interfaces(const libusb_config_descriptor& config) {
  auto all = interfaces_of(config, vendor_class);
  std::erase_if(all, [](const Endpoints& one) { return one.in == 0; });
  return all;
}

std::string device_id_of(libusb_device_handle* handle, std::uint8_t number) {
  std::array<unsigned char, 1024> block{};
  const int got = libusb_control_transfer(handle, class_in, get_device_id, 0,
                                          static_cast<std::uint16_t>(number << 8), block.data(),
                                          static_cast<std::uint16_t>(block.size()), control_ms);
  if (got <= 2) return {};
  const std::size_t said = static_cast<std::size_t>(block[0]) << 8 | block[1];
  const std::size_t length = std::min(said, static_cast<std::size_t>(got));
  return length <= 2
             ? std::string{}
             : std::string(block.begin() + 2, block.begin() + static_cast<std::ptrdiff_t>(length));
}

class LibusbPrinter final : public UsbPrinter {
public:
  LibusbPrinter(Context context, Handle handle, Endpoints endpoints)
      : context_(std::move(context)), handle_(std::move(handle)), endpoints_(endpoints) {}
  ~LibusbPrinter() override { libusb_release_interface(handle_.get(), endpoints_.number); }
  LibusbPrinter(const LibusbPrinter&) = delete;
  LibusbPrinter& operator=(const LibusbPrinter&) = delete;

  Result<std::size_t> write(Bytes bytes, milliseconds patience) override {
    // libusb takes a pointer that it could write to, and does not for the way out.
    auto* const data =
        const_cast<unsigned char*>(reinterpret_cast<const unsigned char*>(bytes.data()));
    return transfer(endpoints_.out, data, bytes.size(), patience);
  }
  Result<std::size_t> read(std::span<std::byte> into, milliseconds patience) override {
    if (endpoints_.in == 0) return fail(Errc::unsupported, "the USB printer has no way back");
    if (into.empty()) return std::size_t{0};
    return transfer(endpoints_.in, reinterpret_cast<unsigned char*>(into.data()), into.size(),
                    patience);
  }
  Result<std::size_t> read_interrupt(std::span<std::byte> into, milliseconds patience) override {
    if (endpoints_.interrupt == 0)
      return fail(Errc::unsupported, "the USB device has no interrupt endpoint");
    int moved = 0;
    const int done = libusb_interrupt_transfer(
        handle_.get(), endpoints_.interrupt, reinterpret_cast<unsigned char*>(into.data()),
        static_cast<int>(into.size()), &moved, limit_of(patience));
    if (done == 0) return static_cast<std::size_t>(moved);
    return Failure(usb_error(done, "the USB device"));
  }
  Result<std::uint8_t> port_status() override {
    unsigned char status = 0;
    const int done = libusb_control_transfer(handle_.get(), class_in, get_port_status, 0,
                                             endpoints_.number, &status, 1, control_ms);
    if (done == LIBUSB_ERROR_PIPE || done == 0) return UsbPrinter::port_status();
    if (done < 0) return Failure(usb_error(done, "the USB printer tells no port status"));
    return status;
  }
  Result<void> reset() override {
    const int done = libusb_control_transfer(handle_.get(), class_out, soft_reset, 0,
                                             endpoints_.number, nullptr, 0, control_ms);
    if (done < 0) return Failure(usb_error(done, "the USB printer cannot be reset"));
    return {};
  }

private:
  // 0 would be for ever.
  static unsigned limit_of(milliseconds patience) {
    return static_cast<unsigned>(std::max<std::int64_t>(1, patience.count()));
  }
  Result<std::size_t> transfer(std::uint8_t endpoint, unsigned char* data, std::size_t size,
                               milliseconds patience) {
    int moved = 0;
    const int done = libusb_bulk_transfer(handle_.get(), endpoint, data, static_cast<int>(size),
                                          &moved, limit_of(patience));
    if (moved > 0 || done == 0) return static_cast<std::size_t>(moved);
    return Failure(usb_error(done, "the USB printer"));
  }

  const Context context_;
  const Handle handle_;
  const Endpoints endpoints_;
};

class LibusbBus final : public UsbBus {
public:
  explicit LibusbBus(Context context) : context_(std::move(context)) {}

  Result<std::vector<UsbInterface>> printers() override {
    std::vector<UsbInterface> all;
    TRY_VOID(each_device([&](libusb_device* device) {
      describe(device, all);
      return true;
    }));
    return all;
  }

  Result<std::vector<UsbInterface>> closed() override {
    std::vector<UsbInterface> all;
    TRY_VOID(each_device([&](libusb_device* device) {
      const Configuration config = configuration_of(device);
      libusb_device_descriptor about{};
      if (!config || printer_interfaces(*config).empty() ||
          libusb_get_device_descriptor(device, &about) != 0)
        return true;
      libusb_device_handle* raw = nullptr;
      const int done = libusb_open(device, &raw);
      const Handle handle(done == 0 ? raw : nullptr);
      if (done == LIBUSB_ERROR_ACCESS)
        all.push_back({about.idVendor,
                       about.idProduct,
                       libusb_get_bus_number(device),
                       libusb_get_device_address(device),
                       0,
                       {},
                       {}});
      return true;
    }));
    return all;
  }

  // The device id belongs to its printer, and is asked of that.
  Result<std::vector<UsbInterface>> scanners() override {
    std::vector<UsbInterface> all;
    TRY_VOID(each_device([&](libusb_device* device) {
      const Configuration config = configuration_of(device);
      const auto interfaces = config ? scanner_interfaces(*config) : std::vector<Endpoints>{};
      std::vector<UsbInterface> printers;
      if (!interfaces.empty()) describe(device, printers);
      if (printers.empty()) return true;
      for (const Endpoints& one : interfaces) {
        all.push_back(printers.front());
        all.back().number = one.number;
      }
      return true;
    }));
    return all;
  }

  Result<std::unique_ptr<UsbPrinter>> open(const UsbInterface& wanted) override {
    return open(wanted, Driver::comes_back);
  }
  Result<std::unique_ptr<UsbPrinter>> open_often(const UsbInterface& wanted) override {
    return open(wanted, Driver::stays_away);
  }

private:
  enum class Driver : std::uint8_t { comes_back, stays_away }; // the kernel's, behind us

  Result<std::unique_ptr<UsbPrinter>> open(const UsbInterface& wanted, Driver driver) {
    Result<std::unique_ptr<UsbPrinter>> opened =
        fail(Errc::unreachable, "the USB printer is no longer there");
    TRY_VOID(each_device([&](libusb_device* device) {
      if (libusb_get_bus_number(device) != wanted.bus ||
          libusb_get_device_address(device) != wanted.address)
        return true;
      opened = claim(device, wanted.number, driver);
      return false;
    }));
    return opened;
  }

  template<class Visit> Result<void> each_device(Visit visit) {
    libusb_device** list = nullptr;
    const ssize_t count = libusb_get_device_list(context_.get(), &list);
    if (count < 0)
      return Failure(usb_error(static_cast<int>(count), "the USB devices cannot be listed"));
    for (ssize_t i = 0; i < count && visit(list[i]); ++i) {
    }
    libusb_free_device_list(list, 1);
    return {};
  }

  static Configuration configuration_of(libusb_device* device) {
    libusb_config_descriptor* config = nullptr;
    if (libusb_get_active_config_descriptor(device, &config) != 0) config = nullptr;
    return Configuration(config);
  }

  // A device that cannot be opened is passed over: it may belong to somebody else.
  static void describe(libusb_device* device, std::vector<UsbInterface>& all) {
    const Configuration config = configuration_of(device);
    libusb_device_descriptor about{};
    if (!config || libusb_get_device_descriptor(device, &about) != 0) return;
    const auto interfaces = printer_interfaces(*config);
    libusb_device_handle* raw = nullptr;
    if (interfaces.empty() || libusb_open(device, &raw) != 0) return;
    const Handle handle(raw);
    std::array<unsigned char, 256> serial{};
    const int length =
        about.iSerialNumber == 0
            ? 0
            : libusb_get_string_descriptor_ascii(raw, about.iSerialNumber, serial.data(),
                                                 static_cast<int>(serial.size()));
    for (const Endpoints& one : interfaces)
      all.push_back({about.idVendor, about.idProduct, libusb_get_bus_number(device),
                     libusb_get_device_address(device), one.number,
                     std::string(serial.begin(), serial.begin() + std::max(length, 0)),
                     device_id_of(raw, one.number)});
  }

  // The kernel's own driver (usblp) lets go of the interface as long as we have it, or for good.
  Result<std::unique_ptr<UsbPrinter>> claim(libusb_device* device, std::uint8_t number,
                                            Driver driver) {
    const Configuration config = configuration_of(device);
    auto interfaces = config ? printer_interfaces(*config) : std::vector<Endpoints>{};
    if (config) std::ranges::copy(scanner_interfaces(*config), std::back_inserter(interfaces));
    const auto found = std::ranges::find(interfaces, number, &Endpoints::number);
    libusb_device_handle* raw = nullptr;
    if (found == interfaces.end())
      return fail(Errc::unreachable, "the USB device is no printer any more");
    if (const int done = libusb_open(device, &raw); done != 0)
      return Failure(usb_error(done, "the USB printer cannot be opened"));
    Handle handle(raw);
    if (driver == Driver::comes_back)
      libusb_set_auto_detach_kernel_driver(raw, 1);
    else if (libusb_kernel_driver_active(raw, number) == 1)
      libusb_detach_kernel_driver(raw, number);
    if (const int done = libusb_claim_interface(raw, number); done != 0)
      return Failure(usb_error(done, "the USB printer is held by another program"));
    auto printer = std::make_unique<LibusbPrinter>(context_, std::move(handle), *found);
    if (found->alternate != 0)
      if (const int done = libusb_set_interface_alt_setting(raw, number, found->alternate);
          done != 0)
        return Failure(usb_error(done, "the USB printer cannot be set up"));
    return std::unique_ptr<UsbPrinter>(std::move(printer));
  }

  const Context context_;
};

} // namespace

Result<std::unique_ptr<UsbBus>> open_usb_bus() {
  libusb_context* raw = nullptr;
  if (const int done = libusb_init(&raw); done != 0)
    return fail(Errc::unsupported,
                std::string("this machine has no USB: ") + libusb_strerror(done));
  return std::make_unique<LibusbBus>(Context(raw, FreeContext{}));
}

} // namespace platen::transport
