// A key and a certificate for endpoints of tests: self-signed, of another name, and out of date. A probe takes it all the
// same, since Route 53 checks no certificates (DG:dns-failover-determining-health-of-endpoints). It protects nothing.

export const testKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9Hef2fnWCwSDKEA7
z0WE2yNa2uaFNnRPywAVZk65j8WhRANCAATzK3MxvBDtnGALODO6aF8pWLe/Xt5k
iaCS3RzNQHTv0Os5kZWbDUB1bgXPdzuL9zv3GpZt9jsPF5dmBvR6H8zI
-----END PRIVATE KEY-----
`;

export const testCertificate = `-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUAVM5SiQydd4LP9o7Xhg6RZnHIjowCgYIKoZIzj0EAwIw
IDEeMBwGA1UEAwwVc29tZWJvZHkuZWxzZS5leGFtcGxlMB4XDTI2MTEyMjIxNDg1
N1oXDTI2MTEyMzIxNDg1N1owIDEeMBwGA1UEAwwVc29tZWJvZHkuZWxzZS5leGFt
cGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8ytzMbwQ7ZxgCzgzumhfKVi3
v17eZImgkt0czUB079DrOZGVmw1AdW4Fz3c7i/c79xqWbfY7DxeXZgb0eh/MyKNT
MFEwHQYDVR0OBBYEFI67vPVffRO6qcgPURQl6+HVHFu2MB8GA1UdIwQYMBaAFI67
vPVffRO6qcgPURQl6+HVHFu2MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID
RwAwRAIgGU66mZUKIrZ2qGy9MIxogNNjY7jlcGacCJm0DTTGVtUCIDDpVQIdmRgl
zyJ7tmX0xX2XrUC18TVDbnXzLqGGOF2I
-----END CERTIFICATE-----
`;
