<?php
// A SOAP client as integrators write it: php client.php ENDPOINT SECRET 1|2
[, $endpoint, $secret, $version] = $argv;
$client = new SoapClient("$endpoint?wsdl", [
    'login' => 'php', 'password' => $secret, 'soap_version' => $version == '2' ? SOAP_1_2 : SOAP_1_1,
    'cache_wsdl' => WSDL_CACHE_NONE, 'features' => SOAP_SINGLE_ELEMENT_ARRAYS, 'exceptions' => true,
]);
function same($what, $got, $want) {
    if ($got !== $want) {
        fwrite(STDERR, "$what is " . var_export($got, true) . ", not " . var_export($want, true) . "\n");
        exit(1);
    }
}
$made = $client->CustomerCreate(['record' => ['name' => 'Žluť & <Söhne>', 'credit_limit' => '1234567.89', 'notes' => 'x', 'segment' => 'small']]);
same('version', (int) $made->version, 1);
$changed = $client->CustomerUpdate(['id' => $made->id, 'version' => 1, 'record' => ['city' => 'Brno'], 'fieldsToNull' => ['notes']]);
same('version', (int) $changed->version, 2);
$got = $client->CustomerGet(['id' => $made->id])->record;
same('name', $got->name, 'Žluť & <Söhne>');
same('credit_limit', (string) $got->credit_limit, '1234567.89');
same('city', $got->city, 'Brno');
same('segment', $got->segment, 'small');
same('notes', isset($got->notes), false);
try {
    $client->CustomerUpdate(['id' => $made->id, 'version' => 1, 'record' => ['city' => 'Praha']]);
    same('a stale version', 'taken', 'refused');
} catch (SoapFault $fault) {
    same('code', $fault->detail->ServiceFault->code, 'stale');
}
$order = $client->SalesOrderCreate(['record' => ['customer' => $made->id, 'lines' => [['position' => 1, 'code' => 'A1', 'quantity' => '2.5'], ['position' => 2]]]]);
$lines = $client->SalesOrderGet(['id' => $order->id])->record->lines;
same('lines', count($lines), 2);
same('quantity', (string) $lines[0]->quantity, '2.5');
foreach (['a', 'b', 'c'] as $name) {
    $client->ProductCreate(['record' => ['code' => "$name$version", 'name' => $name]]);
}
$page = $client->ProductList(['filter' => "code contains \"$version\"", 'order' => '-name', 'limit' => 2, 'total' => true]);
same('page', array_map(fn ($r) => $r->name, $page->record), ['c', 'b']);
same('total', (int) $page->total, 3);
$page = $client->ProductList(['filter' => "code contains \"$version\"", 'order' => '-name', 'limit' => 2, 'pageToken' => $page->nextPageToken]);
same('next page', array_map(fn ($r) => $r->name, $page->record), ['a']);
$upserted = $client->CustomerUpsert(['by' => 'external_number', 'record' => ['external_number' => "E$version", 'name' => 'Upserted']]);
same('created', $upserted->created, true);
$task = $client->TaskCreate(['record' => ['subject' => 'Call']]);
same('routine', $client->TaskComplete(['task' => $task->id])->changed, true);
same('who', $client->WhoAmI([])->name, 'shop');
$client->CustomerDelete(['id' => $upserted->id, 'version' => 1]);
try {
    $client->CustomerGet(['id' => $upserted->id]);
    same('a deleted record', 'there', 'gone');
} catch (SoapFault $fault) {
    same('code', $fault->detail->ServiceFault->code, 'not_found');
}
$changes = $client->CustomerChangesSince(['since' => 0, 'limit' => 100]);
same('the last change', end($changes->change)->op, 'delete');
echo "ok\n";
