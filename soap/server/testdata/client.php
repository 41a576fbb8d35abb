<?php
// Calls the shop at the address given, with both versions of SOAP, and prints what it sees.
foreach ([SOAP_1_1, SOAP_1_2] as $version) {
    $shop = new SoapClient($argv[1], ['soap_version' => $version, 'cache_wsdl' => WSDL_CACHE_NONE, 'login' => 'ada', 'password' => 'žluť',
        'features' => SOAP_SINGLE_ELEMENT_ARRAYS]);
    $order = $shop->OrderCreate(['customer' => 'Ž & Co', 'note' => null, 'line' => [['sku' => 'A', 'quantity' => '1.5', 'unit' => '2 pieces']]]);
    echo json_encode($order, JSON_UNESCAPED_UNICODE), "\n";
    try {
        $shop->OrderCreate(['customer' => '']);
    } catch (SoapFault $fault) {
        echo $fault->getMessage(), ': ', json_encode($fault->detail->ServiceFault), "\n";
    }
    echo json_encode($shop->Ping()), "\n";
}
