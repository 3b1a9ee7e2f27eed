namespace FactoryFlow.AppHost.Servers;

/// <summary>The sha256 of the distribution's packages that we have seen and tried; newer ones rest on its signed index alone.</summary>
internal static class PinnedDebianPackages
{
    public static IReadOnlyDictionary<string, string> Sha256 { get; } = new Dictionary<string, string>
    {
        ["erlang-asn1_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "a35e1f628f9ee52616be4a00560f9a9a8a0ba484b1b1e1b02696325d0c32ec41",
        ["erlang-base_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "71731cddaf081836028de905052c69135a4d288fa804fdae5982ea83bf5b8b61",
        ["erlang-crypto_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "130d7dd83071a2ec545ba1c4f2e9e77be847554b7c04316a870b2e11b5e30e39",
        ["erlang-eldap_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "7fc71b7b4156cd9662bb38ff0f2b423d97d257c092f010902302d684299ed466",
        ["erlang-ftp_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "c89fce672fede2d01f6a2bbce7d38f167cd689d6f109ff28ba098ffb6e2d6040",
        ["erlang-inets_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "068079f01742b9ebe457ba7285910a2d5c6d8c61895c076fcaaf7ff752548815",
        ["erlang-mnesia_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "94b059c51c41db8b3592e6a070b9341112da4c084d5642c1abffb5069cc642ac",
        ["erlang-os-mon_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "5257825484519284e1fca4a23de511ef30e92f329f14f7aae853c6c5883d1a8b",
        ["erlang-parsetools_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "1a5660cec4ee2a480391d5d7e55e8b4cc49ee05284d34fe6a38327089b6f947f",
        ["erlang-public-key_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "37cb5fcaafa3745918d65c6bafc66a161069944d996074996762697b93128031",
        ["erlang-runtime-tools_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "0bbb1db788ecb8b004470c39ae76a07ceec4c28aa519e548ade1d22781833f6b",
        ["erlang-snmp_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "b3c995b0a6e0c3eb3955444e83dc07a2dbfc253c280255b68463c1cae6734f83",
        ["erlang-ssl_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "98c91964be7a4c7f8be1f05ce12318e9dc7aa268ea2814e495c3d0dd54f8a2fe",
        ["erlang-syntax-tools_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "b0b955b477d0a83c39dd96af53053f90d426d110cae6c452fd5b17f4c4dacf4f",
        ["erlang-tftp_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "4e507c0fbbd2dab3fc063efc4c15d398431d0f58033bbb1267c226abee095c13",
        ["erlang-tools_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "d36612337928437f2ce5bbeebb4bc1013449db8e8efb65affec265039ee4d267",
        ["erlang-xmerl_1:25.2.3+dfsg-1+deb12u4_amd64.deb"] = "9948872c1e4cfa34cfb273643e02c97acde54a14573cd607aeee6568a29bdc1e",
        ["rabbitmq-server_3.10.8-1.1+deb12u1_all.deb"] = "b88e03a102134e3dbc1ba563e6f678eec29a500a933c00c68c71b45b778cd5b0",
    };
}
