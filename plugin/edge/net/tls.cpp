#include "edge/net/tls.h"

#include <ctime>
#include <string_view>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/error.hpp>
#include <openssl/x509v3.h>

namespace wardbridge::net {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using boost::system::error_code;

constexpr std::int64_t kMillis = 1000;

Timestamp TimeOf(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return Timestamp::FromUnixMs(static_cast<std::int64_t>(timegm(&parts)) * kMillis);
}

Error Denied(const char* where, const char* detail) { return {Code::kDenied, where, detail}; }

// What both sides have: TLS 1.2 and later, and never a prompt for the password of a key.
void SetBasics(ssl::context& context) {
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  context.set_password_callback([](std::size_t, ssl::context::password_purpose) { return ""; });
}

// Whether a key was refused because it is not that of the certificate.
bool IsMismatch(const error_code& error) {
  const auto number = static_cast<unsigned long>(error.value());
  if (error.category() != asio::error::get_ssl_category()) return false;
  if (ERR_GET_LIB(number) != ERR_LIB_X509) return false;
  const int reason = ERR_GET_REASON(number);
  return reason == X509_R_KEY_VALUES_MISMATCH || reason == X509_R_KEY_TYPE_MISMATCH;
}

Result<> UseIdentity(ssl::context& context, const std::string& certificate,
                     const std::string& key) {
  error_code error;
  context.use_certificate_chain(asio::buffer(certificate), error);
  if (error) return Denied("certificate", "holds no readable certificate (PEM)");
  context.use_private_key(asio::buffer(key), ssl::context::pem, error);
  if (IsMismatch(error)) return Denied("key", "does not belong to the certificate");
  if (error) return Denied("key", "holds no readable private key (PEM, not encrypted)");
  if (SSL_CTX_check_private_key(context.native_handle()) != 1) {
    return Denied("key", "does not belong to the certificate");
  }
  return {};
}

Timestamp OwnExpiry(ssl::context& context) {
  const X509* own = SSL_CTX_get0_certificate(context.native_handle());
  return own == nullptr ? Timestamp() : TimeOf(X509_get0_notAfter(own));
}

TlsReason Refused(const char* code, std::string detail) { return {code, std::move(detail), true}; }

// What the verification of the peer's certificate says; a reason without a code when it was not
// that.
TlsReason VerifyReason(const SSL* ssl) {
  const long result = ssl == nullptr ? X509_V_OK : SSL_get_verify_result(ssl);
  switch (result) {
    case X509_V_OK:
      return {};
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return Refused("tls-expired", "the peer's certificate, or one of its authorities, is over");
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return Refused("tls-not-yet-valid",
                     "the peer's certificate is not valid yet: compare the clocks");
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return Refused("tls-name-mismatch", "the peer's certificate is for another host");
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:  // an authority of that name, but not that key
      return Refused("tls-unknown-ca", "no trusted authority has signed the peer's certificate");
    case X509_V_ERR_CERT_REVOKED:
      return Refused("tls-revoked", "the peer's certificate was revoked");
    case X509_V_ERR_INVALID_PURPOSE:
      return Refused("tls-wrong-purpose", "the peer's certificate is not made for this side");
    default:
      return Refused("tls-certificate", std::string("the peer's certificate was refused: ") +
                                            X509_verify_cert_error_string(result));
  }
}

// The reason number of an error of the SSL library, 0 of any other.
int SslReason(const error_code& error) {
  if (error.category() != asio::error::get_ssl_category()) return 0;
  return ERR_GET_REASON(static_cast<unsigned long>(error.value()));
}

TlsReason ProtocolReason(const error_code& error) {
  if (IsCertificateAlert(error)) {
    return Refused("tls-certificate-refused",
                   "the peer refuses our certificate, or wants one and got none");
  }
  switch (SslReason(error)) {
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
      return Refused("tls-no-certificate", "the client showed no certificate");
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    case SSL_R_NO_PROTOCOLS_AVAILABLE:
      return Refused("tls-version", "no version of TLS in common: 1.2 and 1.3 are spoken here");
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_BAD_PROTOCOL_VERSION_NUMBER:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_RECORD_LENGTH_MISMATCH:
    case SSL_R_UNEXPECTED_MESSAGE:
    case SSL_R_BAD_RECORD_TYPE:
    case SSL_R_UNKNOWN_PROTOCOL:
      return Refused("tls-not-tls", "the other side does not speak TLS on this connection");
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
    case SSL_R_TLSV1_UNRECOGNIZED_NAME:
    case SSL_R_TLSV1_ALERT_INTERNAL_ERROR:
      return Refused("tls-refused", "the peer ended the handshake with an alert");
    default:
      return {"tls-failed", error.message(), false};
  }
}

}  // namespace

TlsContext::TlsContext(ssl::context context, Timestamp expires)
    : context_(std::move(context)), expires_(expires) {}

Result<std::shared_ptr<TlsContext>> TlsContext::ForClient(const TlsClientOptions& options) {
  ssl::context context(ssl::context::tls_client);
  SetBasics(context);
  error_code error;
  if (options.ca.empty()) {
    context.set_default_verify_paths(error);
    if (error) return Denied("ca", "the machine's own authorities cannot be read");
  } else {
    context.add_certificate_authority(asio::buffer(options.ca), error);
    if (error) return Denied("ca", "holds no readable certificate (PEM)");
  }
  context.set_verify_mode(ssl::verify_peer, error);
  if (!options.certificate.empty() || !options.key.empty()) {
    if (auto used = UseIdentity(context, options.certificate, options.key); !used) {
      return used.error();
    }
  }
  const Timestamp expires = OwnExpiry(context);
  return std::make_shared<TlsContext>(std::move(context), expires);
}

Result<std::shared_ptr<TlsContext>> TlsContext::ForServer(const TlsServerOptions& options) {
  ssl::context context(ssl::context::tls_server);
  SetBasics(context);
  // Connections live for days: there is nothing to gain from resumption, and a resumed session
  // would not look at the client's certificate again.
  SSL_CTX_set_session_cache_mode(context.native_handle(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_num_tickets(context.native_handle(), 0);
  if (auto used = UseIdentity(context, options.certificate, options.key); !used) {
    return used.error();
  }
  if (!options.client_ca.empty()) {
    error_code error;
    context.add_certificate_authority(asio::buffer(options.client_ca), error);
    if (error) return Denied("client-ca", "holds no readable certificate (PEM)");
    context.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, error);
  }
  const Timestamp expires = OwnExpiry(context);
  return std::make_shared<TlsContext>(std::move(context), expires);
}

bool ExpectHost(SSL* ssl, const std::string& host, bool is_address) {
  if (is_address) {
    return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
  }
  SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return SSL_set1_host(ssl, host.c_str()) == 1 && SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
}

TlsReason ReasonOf(const error_code& error, const SSL* ssl) {
  if (error == boost::beast::error::timeout || error == asio::error::timed_out) {
    return {"tls-timeout", "the TLS handshake was not over in time", false};
  }
  if (TlsReason verified = VerifyReason(ssl); !verified.code.empty()) return verified;
  if (error.category() == asio::error::get_ssl_category()) return ProtocolReason(error);
  return {"tls-closed", "the connection ended during the TLS handshake", false};
}

bool IsCertificateAlert(const error_code& error) {
  switch (SslReason(error)) {
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
      return true;
    default:
      return false;
  }
}

Timestamp PeerExpires(const SSL* ssl) {
  const X509* peer = SSL_get0_peer_certificate(ssl);
  return peer == nullptr ? Timestamp() : TimeOf(X509_get0_notAfter(peer));
}

}  // namespace wardbridge::net
