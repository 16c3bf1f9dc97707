#include "intake/ipp/operation.h"

namespace platen::intake::ipp {

// RFC 8011 appendix B says what each status means.
ipp_status_t status_of(Errc code) {
  switch (code) {
  case Errc::malformed:
    return IPP_STATUS_ERROR_BAD_REQUEST;
  case Errc::unsupported:
    return IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES;
  case Errc::invalid:
    return IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES;
  case Errc::limit:
    return IPP_STATUS_ERROR_REQUEST_ENTITY;
  case Errc::io:
    return IPP_STATUS_ERROR_DEVICE;
  case Errc::unreachable:
    return IPP_STATUS_ERROR_SERVICE_UNAVAILABLE;
  case Errc::timeout:
    return IPP_STATUS_ERROR_TIMEOUT;
  case Errc::cancelled:
    return IPP_STATUS_ERROR_JOB_CANCELED;
  case Errc::busy:
    return IPP_STATUS_ERROR_BUSY;
  case Errc::denied:
    return IPP_STATUS_ERROR_NOT_AUTHORIZED;
  case Errc::not_found:
    return IPP_STATUS_ERROR_NOT_FOUND;
  case Errc::conflict:
    return IPP_STATUS_ERROR_NOT_POSSIBLE;
  case Errc::bug:
    return IPP_STATUS_ERROR_INTERNAL;
  }
  return IPP_STATUS_ERROR_INTERNAL;
}

} // namespace platen::intake::ipp
