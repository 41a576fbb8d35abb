<?php
// A SOAP server over the WSDL that the path names: document.wsdl, rpc.wsdl, encoded.wsdl.
$wsdl = __DIR__ . '/' . basename(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if (($_SERVER['PHP_AUTH_USER'] ?? '') !== 'ada' || $_SERVER['PHP_AUTH_PW'] !== 'žluť') {
    header('WWW-Authenticate: Basic realm="orders"');
    http_response_code(401);
    exit;
}

function answer($customer, $lines, $note) {
    if ($customer === '') {
        throw new SoapFault('Client', 'an order needs a customer', null, (object) ['reason' => 'customer'], 'OrderFault');
    }
    $quantity = 0;
    foreach ($lines as $line) {
        $quantity += $line->quantity;
    }
    return ['id' => 'SO-' . $customer, 'quantity' => $quantity, 'lines' => $lines, 'note' => $note];
}

class DocumentOrders {
    function Place($in) {
        $lines = $in->line ?? [];
        $out = answer($in->customer, is_array($lines) ? $lines : [$lines], $in->note ?? null);
        return ['id' => $out['id'], 'quantity' => $out['quantity'], 'line' => $out['lines'], 'note' => $out['note']];
    }
}

class RPCOrders {
    function Place($customer, $lines, $note) {
        $lines = $lines->line ?? $lines ?? [];
        $out = answer($customer, is_array($lines) ? $lines : [$lines], $note);
        if (strpos($_SERVER['REQUEST_URI'], 'encoded') === false) {
            $out['lines'] = ['line' => $out['lines']];
        }
        return $out;
    }
}

ini_set('soap.wsdl_cache_enabled', '0');
$server = new SoapServer($wsdl);
$server->setClass(strpos($wsdl, 'document') === false ? 'RPCOrders' : 'DocumentOrders');
$server->handle();
